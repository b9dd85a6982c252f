import type {Session} from '../aws/session.ts';
import type {Outcome, Plan} from '../operations/plan.ts';
import type {Clock, EpochMs} from '../shared/clock.ts';
import type {EffectTools, Step} from './effects.ts';
import type {State} from './state.ts';

export type GateTools = {
	readonly session: Session;
	readonly clock: Clock;
	readonly signal: AbortSignal;
	readonly effects: EffectTools;
	/** Says how far it is, in the dialog. */
	progress(text: string): void;
	/** Asks in the dialog, in the middle of the work. No, once the dialog was left. */
	ask(question: string): Promise<boolean>;
};

/** What the dialog asks about: an operation and what is asked of it. */
export type GateSubject = {readonly operation: string; readonly request: unknown};

/** How an operation is planned and executed from the gate. One per operation, listed in gates.ts. */
export type GateDefinition = {
	/** The plan's own `operation`. */
	readonly operation: string;
	/** Reads what would happen. Changes nothing. Called when the dialog opens and again on confirmation. */
	plan(tools: GateTools, request: unknown): Promise<Plan>;
	/** Does it. */
	execute(tools: GateTools, plan: Plan): Promise<Outcome>;
	/** What follows on screen when it was done. */
	done?(state: State, plan: Plan): Step;
	/** What is asked about when one of the plan's milder ways is chosen, or none any more. */
	instead?(request: unknown, options: {alternative: string | undefined; nowMs: EpochMs}): GateSubject;
};

/** Ties the types of plan and execute together once, so that the gate can forget them. */
export function defineGate<Request, P extends Plan>(definition: {
	operation: string;
	plan(tools: GateTools, request: Request): Promise<P>;
	execute(tools: GateTools, plan: P): Promise<Outcome>;
	done?(state: State, plan: P): Step;
	instead?(request: Request, options: {alternative: string | undefined; nowMs: EpochMs}): GateSubject;
}): GateDefinition {
	// The gate hands `execute` and `done` only what this same definition's `plan` made, and `plan` only what `openGate` was given for it.
	return definition as unknown as GateDefinition;
}
