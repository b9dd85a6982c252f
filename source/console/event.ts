import type {Identity, Mode} from '../aws/session.ts';
import type {Outcome, Plan} from '../operations/plan.ts';
import type {EpochMs} from '../shared/clock.ts';
import type {ActivityEvent} from './activity/state.ts';
import type {ContextsEvent} from './contexts/state.ts';
import type {Area} from './line.ts';
import type {MessagesEvent} from './queues/messages-state.ts';
import type {NowEvent} from './now/state.ts';
import type {QueuesEvent} from './queues/state.ts';
import type {Loadable, Problem, Row} from './state.ts';
import type {MouseEvent} from './mouse.ts';
import type {StreamsEvent} from './streams/state.ts';
import type {TopicsEvent} from './topics/state.ts';

/** What happened. Keys, answers of AWS, and time reach the state only as one of these. */
export type Event =
	| CoreEvent
	| GateEvent
	| QueuesEvent
	| MessagesEvent
	| TopicsEvent
	| StreamsEvent
	| ActivityEvent
	| NowEvent
	| ContextsEvent;

export type CoreEvent =
	| {readonly type: 'key'; readonly key: string; readonly atMs: EpochMs}
	| {readonly type: 'paste'; readonly text: string; readonly atMs: EpochMs}
	| {readonly type: 'resized'; readonly size: Area}
	| MouseEvent
	/** The terminal draws the interface's glyphs two cells wide. */
	| {readonly type: 'glyphs-too-wide'}
	/** The cursor has stood on a row for a while. */
	| {readonly type: 'rested'; readonly row: Row}
	/** A minute has passed. */
	| {readonly type: 'tick'; readonly atMs: EpochMs}
	| {readonly type: 'connected'; readonly identity: Identity}
	| {readonly type: 'connection-failed'; readonly problem: Problem}
	| {readonly type: 'mode-changed'; readonly mode: Mode; readonly untilMs?: EpochMs}
	| {readonly type: 'notice'; readonly text: string; readonly isFailure?: boolean; readonly atMs: EpochMs}
	/** Work outside ended in a form to be confirmed, such as an edited message. */
	| {
			readonly type: 'sheet/open';
			readonly kind: string;
			readonly subject: Readonly<Record<string, string>>;
			readonly values: Readonly<Record<string, string>>;
	  }
	/** Text to read, gathered outside. */
	| {readonly type: 'details/open'; readonly title: string; readonly rows: ReadonlyArray<readonly [label: string, text: string]>}
	/** The plan of the sheet on screen was read. Ignored when another sheet is open by now. */
	| {readonly type: 'sheet/plan'; readonly kind: string; readonly openedAtMs: EpochMs; readonly plan: Loadable<Plan>};

export type GateEvent =
	| {readonly type: 'gate/read'; readonly openedAtMs: EpochMs; readonly plan: Loadable<Plan>; readonly atMs: EpochMs}
	/** The second reading, on confirmation, found something different. */
	| {readonly type: 'gate/changed'; readonly openedAtMs: EpochMs; readonly plan: Plan; readonly changes: readonly string[]}
	| {readonly type: 'gate/executing'; readonly openedAtMs: EpochMs}
	/** Asked in the middle of the work. */
	| {readonly type: 'gate/question'; readonly openedAtMs: EpochMs; readonly question: string}
	/** How far it is, in words. */
	| {readonly type: 'gate/progress'; readonly openedAtMs: EpochMs; readonly text: string}
	| {readonly type: 'gate/failed'; readonly openedAtMs: EpochMs; readonly problem: Problem; readonly atMs: EpochMs}
	| {
			readonly type: 'gate/done';
			readonly openedAtMs: EpochMs;
			readonly operation: string;
			readonly plan: Plan;
			readonly outcome: Outcome;
			readonly atMs: EpochMs;
	  };
