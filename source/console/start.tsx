import {render} from 'ink';
import type {Clock, EpochMs} from '../shared/clock.ts';
import type {Random} from '../shared/random.ts';
import {App} from './app.tsx';
import {bugLines, bugReport, heldLines, type KeepBugReport} from './bug-report.ts';
import {contextsLayerOf} from './contexts/contexts-layer.ts';
import {createStage, type StageTools} from './contexts/stage.ts';
import type {ContextTools, OpenedContext} from './contexts/tools.ts';
import {readBindings} from './bindings.ts';
import {problemOf, type TerminalTools} from './effects.ts';
import {frameLines} from './frame.ts';
import {windowTitle} from './header.ts';
import {lineText} from './line.ts';
import {initialState} from './initial-state.ts';
import type {Preferences, SavePreferences} from './preferences.ts';
import type {State} from './state.ts';
import {createStore, type Store} from './store.ts';
import {TerminalModes} from './terminal/input.ts';
import {editInEditor, runProgram, showInPager} from './terminal/pager.ts';
import {createTerminal, type Terminal, type TerminalProcess} from './terminal/terminal.ts';
import type {MouseToken, Token} from './terminal/token.ts';

export type ConsoleOptions = {
	/** What to begin in. */
	readonly opened: OpenedContext;
	/** There is no context yet: `opened` is none, and the first screen asks where to work. */
	readonly isFirst?: boolean;
	readonly clock: Clock;
	readonly random: Random;
	readonly contexts: ContextTools;
	/** Prints one plain frame and ends: asked for, or there is no terminal. */
	readonly isOnce: boolean;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	/** What people chose for all their consoles. */
	readonly preferences: Preferences;
	readonly savePreferences: SavePreferences;
	readonly keepBugReport: KeepBugReport;
};

export type ConsoleEnd = {readonly exitCode: number; readonly lastWords: readonly string[]};

/** Size of the frame where there is no terminal to ask. */
const plainSize = {columns: 80, rows: 24};

/** How long a plain frame waits for its numbers. */
const plainWaitMs = 5000;

/** Runs the console until it is left, with the terminal restored on every way out. */
export function startConsole(options: ConsoleOptions): Promise<ConsoleEnd> {
	return options.isOnce ? printFrame(options) : runFullScreen(options);
}

/** One frame as plain text. Exit code 1 when there was nothing to show because AWS could not be asked. */
async function printFrame(options: ConsoleOptions): Promise<ConsoleEnd> {
	const {clock, random, contexts, stdout, preferences, savePreferences} = options;
	const {session} = options.opened;
	const columns = stdout.isTTY ? stdout.columns : Number(process.env['COLUMNS'] ?? plainSize.columns) || plainSize.columns;
	const terminal: TerminalTools = {
		copy: () => false,
		suspend: () => Promise.resolve(),
		page: () => Promise.resolve(undefined),
		edit: () => Promise.resolve({problem: 'There is no terminal.'}),
		redraw: () => {},
		setMouse: () => {},
		run: () => Promise.resolve('There is no terminal.'),
	};
	const initial = initialState({
		session,
		nowMs: clock.nowMs(),
		size: {columns: Math.max(80, columns), rows: plainSize.rows},
		environment: process.env,
		preferences,
	});
	const bugs: unknown[] = [];
	const store = createStore({
		initial,
		clock,
		tools: {
			session,
			clock,
			random,
			terminal,
			contexts,
			savePreferences,
			enterContext: () => Promise.resolve(),
			answerMfa: () => {},
			quit: () => {},
		},
		onBug: error => bugs.push(error),
	});
	store.start();
	const waited = new Promise<void>(resolve => void clock.schedule(clock.nowMs() + plainWaitMs, resolve));
	await Promise.race([store.idle(), waited]);
	const lines = frameLines(store.state()).map(line => lineText(line).trimEnd());
	stdout.write(`${lines.join('\n')}\n`);
	await store.end();
	const {queues} = store.state();
	const lastWords = bugs.map(error => problemOf(error).message);
	return {exitCode: queues.status === 'failed' || bugs.length > 0 ? 1 : 0, lastWords};
}

async function runFullScreen(options: ConsoleOptions): Promise<ConsoleEnd> {
	const {clock, contexts, stdout, preferences} = options;
	return new Promise<ConsoleEnd>((resolve, reject) => {
		const terminal = createTerminal({
			// `process` has all of it; its overloads are only wider.
			process: process as unknown as TerminalProcess,
			clock,
			onToken: token => take(store, clock, token),
			onExit: () => store.end(),
			whatIsHeld: () => heldLines(store.state()),
			describeCrash: error => bugLines(error, options.keepBugReport(bugReport(error, {state: store.state(), calls: store.calls()}))),
			exit: exitCode => void store.close().then(() => resolve({exitCode, lastWords: []}), reject),
		});
		const store = createStage({
			first: options.opened,
			contexts,
			clock,
			makeStore: (opened, tools, before) => storeOf(options, {opened, tools, before, terminal}),
		});
		// A terminal that never answers keeps its bars: over a slow line an answer takes longer than anybody would wait for the first frame.
		if (store.state().glyphs.charset === 'unicode') terminal.probeWidth(() => store.dispatch({type: 'glyphs-too-wide'}));
		// The first frame before the first call: the AWS clients take longer to load than the frame to draw.
		void mount(store, terminal, stdout).then(() => store.start());
		for (const text of readBindings(preferences.keys ?? {}).problems)
			store.dispatch({type: 'notice', text, isFailure: true, atMs: clock.nowMs()});
		for (const text of options.opened.notes) store.dispatch({type: 'notice', text, atMs: clock.nowMs()});
	});
}

/** The store of one context. What outlives it comes from the state before. */
function storeOf(
	options: ConsoleOptions,
	parts: {opened: OpenedContext; tools: StageTools; before: State | undefined; terminal: Terminal},
): Store {
	const {clock, random, contexts, stdout, preferences, savePreferences} = options;
	const {opened, tools, before, terminal} = parts;
	const {session} = opened;
	const fresh = initialState({
		session,
		nowMs: clock.nowMs(),
		size: {columns: stdout.columns, rows: stdout.rows},
		environment: process.env,
		preferences,
	});
	const isFirst = options.isFirst === true && before === undefined;
	return createStore({
		initial: {
			...fresh,
			...(isFirst && {layer: contextsLayerOf({isFirst})}),
			...(before && {size: before.size, glyphs: before.glyphs, theme: before.theme, isMouseOn: before.isMouseOn, notices: before.notices}),
		},
		clock,
		tools: {
			...tools,
			session,
			clock,
			random,
			contexts,
			savePreferences,
			terminal: toolsOf(terminal),
			quit: () => void terminal.leave({type: 'quit'}),
		},
		onBug: error => void terminal.leave({type: 'crash', error}),
	});
}

/** Resolves when the first frame is on its way to the terminal. */
async function mount(store: Store, terminal: Terminal, stdout: NodeJS.WriteStream): Promise<void> {
	const tree = (
		<>
			<TerminalModes onReady={terminal.onReady} />
			<App store={store} />
		</>
	);
	const instance = render(tree, {
		stdin: terminal.stdin,
		stdout: terminal.stdout,
		interactive: true,
		alternateScreen: true,
		incrementalRendering: true,
		maxFps: 60,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	terminal.attach(instance);
	const title = (): void => terminal.setTitle(windowTitle(store.state()));
	title();
	store.subscribe(title);
	stdout.on('resize', () => {
		store.dispatch({type: 'resized', size: {columns: stdout.columns, rows: stdout.rows}});
		// Terminals reflow what is on screen by their own rules: paint all of it anew.
		terminal.redraw();
	});
	instance.waitUntilExit().catch((error: unknown) => void terminal.leave({type: 'crash', error}));
	await instance.waitUntilRenderFlush();
}

function take(store: Store, clock: Clock, token: Token): void {
	const atMs = clock.nowMs();
	if (token.type === 'key') for (const key of keysOf(store, token.key)) store.dispatch({type: 'key', key, atMs});
	else if (token.type === 'paste') store.dispatch({type: 'paste', text: token.text, atMs});
	else takeMouse(store, token, atMs);
}

/** A click is a press of the left button; what else a mouse does means nothing here. */
function takeMouse(store: Store, token: MouseToken, atMs: EpochMs): void {
	const {action, button, column, row} = token;
	if (action === 'wheel-up' || action === 'wheel-down' || (action === 'press' && button === 'left'))
		store.dispatch({type: 'mouse', action, column, row, atMs});
}

/** Over a slow line, Esc and the key after it can arrive together, which terminals also send for Alt and that key. No action has Alt, so outside of fields it means both. */
function keysOf(store: Store, key: string): readonly string[] {
	const isTogether = key.startsWith('alt-') && store.state().layer === undefined;
	return isTogether ? ['esc', key.slice('alt-'.length)] : [key];
}

function toolsOf(terminal: Terminal): TerminalTools {
	return {
		copy: text => terminal.copy(text),
		suspend: () => terminal.suspend(),
		page: text => showInPager(terminal, text, process.env),
		edit: text => editInEditor(terminal, text, process.env),
		redraw: () => terminal.redraw(),
		setMouse: isOn => terminal.setMouse(isOn),
		run: (command, values) => runProgram(terminal, command, values),
	};
}
