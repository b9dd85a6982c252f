import type {Message} from '../../aws/queue.ts';
import type {Plan} from '../../operations/plan.ts';
import type {PeekedMessage} from '../../operations/peek-state.ts';
import {executeScan, type ScanEvent, type ScanRequest} from '../../operations/scan.ts';
import {isAbort, problemOf, step, type Effect, type EffectTools, type Step} from '../effects.ts';
import {goTo, type State} from '../state.ts';
import type {ScanProgress} from './messages-state.ts';
import {givePeekBack} from './peek-effects.ts';
import type {ScanChoice} from './scan-sheet.ts';

type ReadPlan = (tools: EffectTools, choice: ScanChoice) => Promise<Plan<ScanRequest>>;

/** Opens the list of what is found and begins to look. It goes on when the list is left. */
export function startScan(state: State, choice: ScanChoice, readPlan: ReadPlan): Step {
	const {queue} = choice;
	const opened = goTo(state, 'queues', [{type: 'queues'}, {type: 'queue', ...queue}, {type: 'messages', ...queue}]);
	return step(opened, scanEffect(choice, readPlan));
}

export function scanId(url: string): string {
	return `scan/${url}`;
}

/** Leaving the console waits for it to give back what it holds. */
function scanEffect(choice: ScanChoice, readPlan: ReadPlan): Effect {
	return {type: 'run', id: scanId(choice.queue.url), isChange: true, run: tools => scan(tools, choice, readPlan)};
}

async function scan(tools: EffectTools, choice: ScanChoice, readPlan: ReadPlan): Promise<void> {
	const {queue, filter} = choice;
	const {url} = queue;
	const begun: ScanProgress = {filter, isRunning: true, lookedCount: 0, aboutCount: 0, matchedCount: 0};
	await givePeekBack(tools, url);
	tools.dispatch({
		type: 'messages/started',
		url,
		view: {status: 'collecting', wantedCount: choice.countMax, visibilityTimeoutSeconds: 20, isKept: false, messages: [], scan: begun},
	});
	try {
		const plan = await readPlan(tools, choice);
		const found: Message[] = [];
		for await (const event of executeScan(tools.session, plan, {clock: tools.clock}, {signal: tools.signal})) {
			if (event.type === 'match') found.push(event.message);
			else tell(tools, {url, begun, event, found});
		}
	} catch (error) {
		if (!isAbort(error)) tools.dispatch({type: 'messages/failed', url, problem: problemOf(error)});
	}
	tools.dispatch({type: 'messages/collected', url});
}

/** Messages are hidden until the end, and then given back. */
function tell(
	tools: EffectTools,
	options: {url: string; begun: ScanProgress; event: Exclude<ScanEvent, {type: 'match'}>; found: readonly Message[]},
): void {
	const {url, begun, event, found} = options;
	const atMs = tools.clock.nowMs();
	const isRunning = event.type === 'progress';
	const messages = found
		.map((message): PeekedMessage => ({message, receivedAtMs: atMs, state: {status: 'released', atMs}}))
		.toSorted((a, b) => a.message.sentAtMs - b.message.sentAtMs);
	const aboutCount = event.type === 'progress' ? event.aboutCount : event.lookedCount;
	const {lookedCount, matchedCount} = event;
	tools.dispatch({type: 'messages/scanned', url, messages, scan: {...begun, isRunning, lookedCount, aboutCount, matchedCount}, atMs});
	if (event.type === 'ended') tools.dispatch({type: 'notice', text: event.summary, isFailure: event.error !== undefined, atMs});
}
