import type {Session} from '../aws/session.ts';
import type {EpochMs} from '../shared/clock.ts';
import {initialActivity} from './activity/state.ts';
import {readBindings} from './bindings.ts';
import {firstGlyphs} from './glyphs.ts';
import type {Area} from './line.ts';
import {memoryKey} from './memory.ts';
import {initialNow} from './now/state.ts';
import {initialQueues} from './queues/state.ts';
import type {Preferences} from './preferences.ts';
import {changeMs, type State} from './state.ts';
import {initialStreams} from './streams/state.ts';
import {firstTheme} from './theme.ts';
import {initialTopics} from './topics/state.ts';

/** How the console begins: on what is wrong now, nothing read yet. */
export function initialState(options: {
	session: Session;
	nowMs: EpochMs;
	size: Area;
	environment: Readonly<Record<string, string | undefined>>;
	preferences?: Preferences;
}): State {
	const {session, nowMs, size, environment, preferences = {}} = options;
	const remembered = preferences.topologies?.[memoryKey(session.context)];
	const knownSenders = preferences.senders?.[memoryKey(session.context)];
	return {
		size,
		glyphs: firstGlyphs(environment, preferences.glyphs),
		theme: firstTheme(environment, preferences.theme),
		isMouseOn: false,
		bindings: readBindings(preferences.keys ?? {}).bindings,
		environment,
		badges: {
			...(preferences.prodWord !== undefined && {prodWord: preferences.prodWord}),
			...(preferences.prodColour && {prodColour: preferences.prodColour}),
			...(preferences.badges && {badges: preferences.badges}),
		},
		bodyForms: preferences.bodies ?? {},
		savedFilters: preferences.filters ?? {},
		nowMs,
		lastKeyAtMs: nowMs,
		context: session.context,
		memory: {
			...(preferences.metrics && {metrics: preferences.metrics}),
			...(preferences.lists && {lists: preferences.lists}),
			...(preferences.pins && {pins: preferences.pins}),
		},
		memoryKey: memoryKey(session.context),
		connection: {status: 'connecting'},
		login: session.login.state(),
		outages: {},
		mode: session.mode(),
		// CHANGE from the command line ends in PROD, too.
		...(session.mode() === 'CHANGE' && session.context.isProd && {changeUntilMs: nowMs + changeMs}),
		pane: 'now',
		stacks: {
			now: [{type: 'now'}],
			queues: [{type: 'queues'}],
			topics: [{type: 'topics'}],
			streams: [{type: 'streams'}],
			activity: [{type: 'activity', tab: 'running'}],
		},
		lists: {},
		paletteUsed: preferences.used ?? [],
		filtersUsed: {},
		history: {visits: [{pane: 'queues', stack: [{type: 'queues'}]}], index: 0},
		insideDepths: {},
		notices: [],
		now: {...initialNow, ignored: new Map(Object.entries(preferences.ignored ?? {}))},
		queues: {...initialQueues, ...(remembered && {remembered}), ...(knownSenders && {knownSenders})},
		topics: initialTopics,
		streams: initialStreams,
		activity: {...initialActivity, done: preferences.done ?? []},
	};
}
