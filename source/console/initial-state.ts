import type {Session} from '../aws/session.ts';
import type {EpochMs} from '../shared/clock.ts';
import {initialActivity} from './activity/state.ts';
import {glyphsFromEnvironment} from './glyphs.ts';
import type {Area} from './line.ts';
import {initialQueues} from './queues/state.ts';
import type {State} from './state.ts';
import {initialStreams} from './streams/state.ts';
import {themeFromEnvironment} from './theme.ts';
import {initialTopics} from './topics/state.ts';

/** How the console begins: on the list of queues, nothing read yet. */
export function initialState(options: {
	session: Session;
	nowMs: EpochMs;
	size: Area;
	environment: Readonly<Record<string, string | undefined>>;
}): State {
	const {session, nowMs, size, environment} = options;
	return {
		size,
		glyphs: glyphsFromEnvironment(environment),
		theme: themeFromEnvironment(environment),
		nowMs,
		lastKeyAtMs: nowMs,
		context: session.context,
		connection: {status: 'connecting'},
		mode: session.mode(),
		pane: 'queues',
		stacks: {
			queues: [{type: 'queues'}],
			topics: [{type: 'topics'}],
			streams: [{type: 'streams'}],
			activity: [{type: 'activity', tab: 'running'}],
		},
		lists: {},
		insideDepths: {},
		notices: [],
		queues: initialQueues,
		topics: initialTopics,
		streams: initialStreams,
		activity: initialActivity,
	};
}
