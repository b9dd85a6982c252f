import type {QueueRef} from '../../aws/queue.ts';
import type {Outcome, Plan} from '../../operations/plan.ts';
import {executeSeveral, planSeveral, type SeveralRequest} from '../../operations/several.ts';
import {safeText} from '../../payload/safe-text.ts';
import {SluiceError} from '../../shared/errors.ts';
import {defineGate, type GateDefinition, type GateTools} from '../gate-definition.ts';
import {blank, line, span, type Line} from '../line.ts';
import type {SheetLayer} from '../state.ts';
import type {QueueRow} from './state.ts';

/** The queues as the subject of a sheet. */
export function subjectOfQueues(rows: readonly QueueRow[]): Readonly<Record<string, string>> {
	const [first] = rows;
	const several = {names: rows.map(row => row.ref.name).join(' '), urls: rows.map(row => row.ref.url).join(' ')};
	return {name: first?.ref.name ?? '', url: first?.ref.url ?? '', ...(rows.length > 1 && several)};
}

/** The queues that a sheet is about: one, or those that were marked. */
export function queuesOf({subject}: Pick<SheetLayer, 'subject'>): readonly QueueRef[] {
	const names = (subject['names'] ?? subject['name'] ?? '').split(' ');
	const urls = (subject['urls'] ?? subject['url'] ?? '').split(' ');
	return names.map((name, index) => ({name, url: urls[index] ?? ''}));
}

/** `orders, mail and 3 others` */
export function namesText(queues: readonly QueueRef[], shownMax = 6): string {
	const names = queues.map(({name}) => name);
	return names.length <= shownMax ? names.join(', ') : `${names.slice(0, shownMax).join(', ')} and ${names.length - shownMax} others`;
}

/** Which queues a sheet is about, where it is more than one. */
export function severalIntro(sheet: SheetLayer): readonly Line[] {
	const queues = queuesOf(sheet);
	return queues.length > 1 ? [line(span(` ${queues.length} queues: ${safeText(namesText(queues))}`, 'bold')), blank] : [];
}

/** The same done to several queues: one plan and one question, then one after the other, each with an outcome of its own. */
export function severalGate<Asked extends object, Request>(options: {
	/** The command's name. */
	readonly verb: string;
	/** `Send to 3 queues` */
	readonly title: (count: number) => string;
	plan(tools: GateTools, request: Asked & {readonly queue: QueueRef}): Promise<Plan<Request>>;
	execute(tools: GateTools, plan: Plan<Request>): Promise<Outcome>;
}): GateDefinition {
	const {verb, title, plan, execute} = options;
	return defineGate({
		operation: `${verb}-several`,
		plan: (tools, {queues, ...asked}: Asked & {readonly queues: readonly QueueRef[]}): Promise<Plan<SeveralRequest<Request>>> =>
			// What is left of what was asked, without its queues, is what is asked of each.
			planSeveral(queues, {verb, title, isNamedAlso: true, plan: queue => plan(tools, {...(asked as unknown as Asked), queue})}),
		async execute(tools, shown) {
			const {effects, clock, signal} = tools;
			const onEnd = (text: string): void => effects.dispatch({type: 'notice', text, atMs: clock.nowMs()});
			const {summary, failed} = await executeSeveral(shown, {execute: one => execute(tools, one.plan), onEnd}, {signal});
			if (failed.length > 0) throw new SluiceError(summary, {code: 'partly-done'});
			return {summary};
		},
	});
}
