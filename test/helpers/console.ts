import type {AuditLog} from '../../source/aws/audit.ts';
import type {Mode, Session} from '../../source/aws/session.ts';
import {openSession} from '../../source/aws/connect.ts';
import type {Event} from '../../source/console/event.ts';
import {frameLines} from '../../source/console/frame.ts';
import {initialState} from '../../source/console/initial-state.ts';
import {lineText} from '../../source/console/line.ts';
import {cursorIndex} from '../../source/console/list.ts';
import {definitionOf} from '../../source/console/places.ts';
import {currentPlace, listOf, pressesIgnoredMs, type State} from '../../source/console/state.ts';
import type {Preferences} from '../../source/console/preferences.ts';
import {contextsLayerOf} from '../../source/console/contexts/contexts-layer.ts';
import {createStage} from '../../source/console/contexts/stage.ts';
import type {ContextTools} from '../../source/console/contexts/tools.ts';
import {createStore} from '../../source/console/store.ts';
import {restMs} from '../../source/console/update.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {createManualClock, type ManualClock} from '../../source/shared/clock.ts';
import {createSeededRandom} from '../../source/shared/random.ts';
import type {CreateEngineOptions} from '../../source/engine/index.ts';
import {startTestEngine, type TestEngine} from './engine.ts';

export type TestConsole = {
	readonly engine: TestEngine;
	readonly session: Session;
	readonly clock: ManualClock;
	/** Texts that were copied. */
	readonly copied: readonly string[];
	/** Each time the mouse was turned on or off. */
	readonly mouseModes: readonly boolean[];
	/** Choices kept for the next console. */
	readonly saved: readonly Preferences[];
	/** What was seen and is kept for the next console, without anybody's choice. */
	readonly remembered: readonly Preferences[];
	/** Lines told on the way out, once the console was left. */
	readonly lastWords: () => readonly string[] | undefined;
	state(): State;
	/** Tells the console of something and waits for nothing. */
	dispatch(event: Event): void;
	/** Presses keys one after the other and waits until nothing is under way. */
	press(...keys: readonly string[]): Promise<void>;
	/** Types characters. */
	type(text: string): Promise<void>;
	paste(text: string): Promise<void>;
	/** Puts the cursor on a row by its text, with the arrow keys. */
	select(name: string): Promise<void>;
	/** Does what the palette finds first. */
	command(words: string): Promise<void>;
	/** Waits until a dialog listens, types the name and presses Enter. */
	confirm(name: string): Promise<void>;
	/** Lets time pass. */
	advance(durationMs: number): Promise<void>;
	/** Lets time pass, in small steps, until the screen shows a text: for work that waits on long polls. */
	waitFor(text: string): Promise<void>;
	resize(columns: number, rows: number): Promise<void>;
	/** The screen as text. */
	screen(): string;
	/** The first row that holds the text; empty when none does. */
	row(text: string): string;
	close(): Promise<void>;
	[Symbol.asyncDispose](): Promise<void>;
};

export type TestConsoleOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly mode?: Mode;
	/** Fills the engine before the console looks. */
	readonly prepare?: (engine: TestEngine) => Promise<unknown>;
	/** How the engine is set up. Default: no delays, all is allowed. */
	readonly engine?: Pick<CreateEngineOptions, 'enforcePolicies' | 'kinesisDelayMs'>;
	/** Use another context than the local engine's, such as PROD. */
	readonly context?: Partial<Session['context']>;
	/** What the operator's editor makes of a text. Default: leaves it as it is. */
	readonly edit?: (text: string) => string;
	/** How the editor ends, when it does not end well; what it made of the text is what it had saved. */
	readonly editorEndsWith?: string;
	/** Engines that other contexts work on, by the context's name: `{'other': engine}`. */
	readonly otherEngines?: Readonly<Record<string, TestEngine>>;
	/** Where changes are written down. */
	readonly audit?: AuditLog;
	/** What people chose for all their consoles. */
	readonly preferences?: Preferences;
	/** Added to the environment, which is UTF-8 and without colours. */
	readonly environment?: Readonly<Record<string, string>>;
	/** Stays on the first screen; otherwise it goes on to the list of queues. */
	readonly isOnFirstScreen?: boolean;
	/** What the program that gets the terminal makes of a command line; answers what went wrong. */
	readonly runProgram?: (commandLine: string) => string | undefined;
	/** What there is to choose from, and what choosing opens. */
	readonly contexts?: Partial<ContextTools>;
	/** Default: one of its own. */
	readonly clock?: ManualClock;
	/** Begins before a context is chosen. */
	readonly isFirst?: boolean;
	/** Where to connect instead of the engine. */
	readonly endpointUrl?: string;
	/** The same, known only once the engine is prepared: a proxy before it. */
	readonly through?: () => string;
};

/** How far the clock is moved while something waits for it, such as a long poll. */
const waitStepMs = 200;

/** The whole console but its terminal: state, effects, gateway and an engine over HTTP, on one clock that stands still. */
export async function startTestConsole(options: TestConsoleOptions = {}): Promise<TestConsole> {
	const {columns = 80, rows = 24} = options;
	const clock = options.clock ?? createManualClock();
	const engine = await startTestEngine({clock, kinesisDelayMs: 0, ...options.engine});
	await options.prepare?.(engine);
	const opened = openSession(
		{target: 'engine', endpointUrl: options.through?.() ?? options.endpointUrl ?? engine.url},
		{clock, ...(options.mode ? {mode: options.mode} : {}), ...(options.audit && {audit: options.audit})},
	);
	const session: Session = {...opened, context: {...opened.context, ...options.context}};
	const copied: string[] = [];
	const mouseModes: boolean[] = [];
	const saved: Preferences[] = [];
	const remembered: Preferences[] = [];
	const bugs: unknown[] = [];
	let lastWords: readonly string[] | undefined;
	let leaving: Promise<void> | undefined;
	const random = createSeededRandom(1);
	const openOther: ContextTools['open'] = async name => {
		const other = options.otherEngines?.[name];
		if (!other) throw new SluiceError(`There is no profile "${name}".`, {code: 'no-profile'});
		const opened = openSession({target: 'endpoint', endpointUrl: other.url, name}, {clock, environment: {}});
		return {session: opened, notes: [], close: () => Promise.resolve(opened.close())};
	};
	const contexts: ContextTools = {
		open: openOther,
		enter: request => openOther(request.type === 'profile' ? request.name : request.type === 'endpoint' ? request.url : 'local'),
		list: () => Promise.resolve({profiles: [], faults: [], configPath: '~/.aws/config', recent: []}),
		probe: () => Promise.resolve([]),
		setDefault: () => Promise.resolve(undefined),
		markProduction: () => Promise.resolve(undefined),
		loginStamp: () => '',
		askMfaBy: () => {},
		...options.contexts,
	};
	const store = createStage({
		first: {session, notes: [], close: () => Promise.resolve(session.close())},
		contexts,
		clock,
		makeStore(next, tools, before) {
			const fresh = initialState({
				session: next.session,
				nowMs: clock.nowMs(),
				size: before?.size ?? {columns, rows},
				environment: {LANG: 'C.UTF-8', NO_COLOR: '1', ...options.environment},
				...(options.preferences && {preferences: options.preferences}),
			});
			const isFirst = options.isFirst === true && before === undefined;
			return createStore({
				initial: {...fresh, ...(isFirst && {layer: contextsLayerOf({isFirst})}), ...(before && {notices: before.notices})},
				clock,
				tools: {
					...tools,
					session: next.session,
					clock,
					random,
					contexts,
					terminal: {
						copy: text => copied.push(text) > 0,
						suspend: () => Promise.resolve(),
						page: () => Promise.resolve(undefined),
						edit: text =>
							Promise.resolve({
								text: options.edit?.(text) ?? text,
								...(options.editorEndsWith !== undefined && {problem: options.editorEndsWith}),
							}),
						redraw: () => {},
						setMouse: isOn => void mouseModes.push(isOn),
						run: (command, values) => Promise.resolve(options.runProgram?.([command, ...values].join(' '))),
					},
					savePreferences: async preferences => void (preferences.topologies || preferences.senders ? remembered : saved).push(preferences),
					quit: () => void (leaving = store.end().then(words => void (lastWords = words))),
				},
				onBug: error => bugs.push(error),
			});
		},
	});

	async function settle(): Promise<void> {
		// What the clock has just woken begins in the next turn.
		await new Promise(resolve => setImmediate(resolve));
		while (isCollecting(store.state())) {
			const isIdle = await Promise.race([store.idle().then(() => true), nextTurns()]);
			if (isIdle && !isCollecting(store.state())) break;
			clock.advance(waitStepMs);
		}
		await store.idle();
		while (store.state().resting) {
			// On a wide screen the right side waits for the cursor to rest.
			clock.advance(restMs);
			await new Promise(resolve => setImmediate(resolve));
			await store.idle();
		}
		await leaving;
		store.flush();
		if (bugs.length > 0) throw bugs[0];
	}

	async function press(...keys: readonly string[]): Promise<void> {
		for (const key of keys) {
			store.dispatch({type: 'key', key, atMs: clock.nowMs()});
			await settle();
		}
	}

	const screenLines = (): readonly string[] => frameLines(store.state()).map(line => lineText(line).trimEnd());
	const type = (text: string): Promise<void> => press(...Array.from(text, character => (character === ' ' ? 'space' : character)));

	async function advance(durationMs: number): Promise<void> {
		clock.advance(durationMs);
		await settle();
	}

	async function close(): Promise<void> {
		await store.end();
		await store.close();
		session.close();
		await engine.close();
	}

	store.start();
	await settle();
	if (!options.isOnFirstScreen) await press('1');
	return {
		engine,
		session,
		clock,
		copied,
		mouseModes,
		saved,
		remembered,
		lastWords: () => lastWords,
		state: store.state,
		dispatch: store.dispatch,
		press,
		type,
		async paste(text) {
			store.dispatch({type: 'paste', text, atMs: clock.nowMs()});
			await settle();
		},
		async select(name) {
			const place = currentPlace(store.state());
			const ids = definitionOf(place).ids(store.state(), place);
			const target = ids.findIndex(id => id === name || id.endsWith(`/${name}`) || id.endsWith(`:${name}`));
			if (target === -1) throw new Error(`No row ${name} among ${ids.join(', ')}`);
			const delta = target - cursorIndex(listOf(store.state(), place), ids);
			await press(...Array.from({length: Math.abs(delta)}, () => (delta > 0 ? 'down' : 'up')));
		},
		async command(words) {
			await press(':');
			await type(words);
			await press('enter');
		},
		async confirm(name) {
			await advance(pressesIgnoredMs);
			await type(name);
			await press('enter');
		},
		advance,
		async waitFor(text) {
			for (let step = 0; step < 100 && !screenLines().some(line => line.includes(text)); step++) {
				// Also where nothing counts as under way: the next answer of a tail does not.
				await nextTurns();
				store.flush();
				clock.advance(waitStepMs);
			}
			if (bugs.length > 0) throw bugs[0];
			if (!screenLines().some(line => line.includes(text))) throw new Error(`Never shown: ${text}\n${screenLines().join('\n')}`);
		},
		async resize(newColumns, newRows) {
			store.dispatch({type: 'resized', size: {columns: newColumns, rows: newRows}});
			await settle();
		},
		screen: () => screenLines().join('\n'),
		row: text => screenLines().find(line => line.includes(text)) ?? '',
		close,
		[Symbol.asyncDispose]: close,
	};
}

/** Whether receives, or what a dialog has confirmed, are under way, which wait on the clock. */
function isCollecting(state: State): boolean {
	const {layer} = state;
	if (layer?.type === 'gate' && (layer.status === 'rereading' || layer.status === 'executing')) return true;
	return Object.values(state.queues.peeks).some(view => view.status === 'collecting');
}

/** A few turns of the event loop, for HTTP to come and go. */
async function nextTurns(): Promise<false> {
	for (let turn = 0; turn < 50; turn++) await new Promise(resolve => setImmediate(resolve));
	return false;
}
