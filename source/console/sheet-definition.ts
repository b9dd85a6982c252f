import type {Effect, Step} from './effects.ts';
import type {Line} from './line.ts';
import type {SheetLayer, State} from './state.ts';

export type SheetField =
	| {readonly type: 'text'; readonly id: string; readonly label: string; readonly hint?: string}
	| {
			readonly type: 'choice';
			readonly id: string;
			readonly label: string;
			/** Two in a row, without hints. */
			readonly isCompact?: boolean;
			readonly options: ReadonlyArray<{readonly value: string; readonly label: string; readonly hint: string}>;
	  }
	| {readonly type: 'toggle'; readonly id: string; readonly label: string; readonly hint?: string};

/** A form before an action. One per kind, listed in sheets.ts. Opening or leaving one changes nothing. */
export type SheetDefinition = {
	readonly kind: string;
	/** Last part of the breadcrumb. */
	readonly crumb: string;
	/** What `⏎` does, for the keys line: `peek so`. */
	readonly submitHint: string;
	/** Facts above the fields (what will happen, then how), or below them (how, then what will happen). */
	readonly factsAt: 'top' | 'bottom';
	/** `d` shows the whole plan, as `--dry-run` prints it. */
	readonly hasDryRun?: boolean;
	fields(sheet: SheetLayer, state: State): readonly SheetField[];
	/** One or more sentences at the very top. */
	intro?(sheet: SheetLayer, state: State): readonly Line[];
	/** Lines between fields and facts that depend on what is being typed. */
	extra?(sheet: SheetLayer, state: State): readonly Line[];
	/** The same thing as a command line. */
	command(sheet: SheetLayer, state: State): string;
	/** Keys that the sheet takes itself where no text is typed: answers its values then. */
	press?(sheet: SheetLayer, key: string): Readonly<Record<string, string>> | undefined;
	/** What those keys do, for the keys line. */
	readonly pressHint?: readonly [keys: string, hint: string];
	/** What the console has seen itself and should be read before going on, after the plan's own warnings. */
	warnings?(sheet: SheetLayer, state: State): readonly string[];
	/** What is wrong with what was typed; undefined when it can be submitted. */
	problem(sheet: SheetLayer, state: State): string | undefined;
	/** Whether enough was typed for a plan; absent: always. */
	canPlan?(sheet: SheetLayer, state: State): boolean;
	/** Reads the plan again; asked when the sheet opens and when a value that matters changes. */
	load?(sheet: SheetLayer): Effect;
	submit(sheet: SheetLayer, state: State): Step;
};
