import type {QueueRef} from '../../aws/queue.ts';
import type {Session} from '../../aws/session.ts';
import {findQueue} from '../../operations/find-queue.ts';
import type {MessageEdit} from '../../operations/message-edit.ts';
import {messageCandidate} from '../../operations/message-candidate.ts';
import {executeMoveSelected, planMoveSelected, type MoveSelectedRequest} from '../../operations/move-selected.ts';
import type {Outcome, Plan} from '../../operations/plan.ts';
import {readFilter} from '../../operations/read-filter.ts';
import {executeRedrive, planRedrive, type RedriveRequest} from '../../operations/redrive.ts';
import {executeRedriveMessages, planRedriveMessages, type RedriveMessagesRequest} from '../../operations/redrive-messages.ts';
import {selectAll, selectMatching, type Selection} from '../../operations/selection.ts';
import {planSeveral, type SeveralRequest} from '../../operations/several.ts';
import type {EffectTools} from '../effects.ts';
import type {GateTools} from '../gate-definition.ts';
import {forgetDraft} from './edit-message.ts';
import {heldMessages, settle, working} from './held-messages.ts';
import {undoStore} from './undo.ts';

/** What the redrive sheet has chosen: plain data, from which the plan is read as often as needed. */
export type RedriveChoice = {
	readonly queue: QueueRef;
	readonly what:
		| {readonly type: 'all'}
		| {readonly type: 'filter'; readonly filter: string}
		| {
				readonly type: 'held';
				readonly messageIds: readonly string[];
				/** What was changed of some of them, by id. */
				readonly edits?: ReadonlyMap<string, MessageEdit>;
		  };
	/** Default: where each came from. */
	readonly destination?: {readonly name: string; readonly context?: string};
	readonly keepsOriginals: boolean;
	readonly hasCanary: boolean;
	readonly isStamped: boolean;
	readonly ratePerSecond?: number;
};

type RedrivePlan = Plan<RedriveRequest> | Plan<RedriveMessagesRequest> | Plan<MoveSelectedRequest>;

/** AWS's own task moves a whole queue within one context, as it is; all else is done here. Only the task survives leaving. */
export function isByTask({what, destination, hasCanary, isStamped}: RedriveChoice): boolean {
	return what.type === 'all' && destination?.context === undefined && !hasCanary && !isStamped;
}

/** Reads what the choice would do. Changes nothing. */
export async function planRedriveChoice(
	choice: RedriveChoice,
	{session, signal, effects}: {session: Session; signal: AbortSignal; effects: EffectTools},
): Promise<RedrivePlan> {
	const {queue, what, keepsOriginals, hasCanary, isStamped, ratePerSecond} = choice;
	const to = await targetSession(effects, choice);
	const destination = choice.destination && (await findQueue(to ?? session, choice.destination.name, {signal}));
	const common = {queue, ...(destination && {destination}), ...(ratePerSecond !== undefined && {ratePerSecond})};
	if (isByTask(choice)) return planRedrive(session, common, {signal});
	const byHand = {...common, hasCanary, isStamped, ...(to && {to, keepsOriginals})};
	const plan =
		what.type === 'held'
			? await planRedriveMessages(
					session,
					{
						...byHand,
						messages: heldMessages(effects, {queue, messageIds: what.messageIds}),
						...(what.edits && what.edits.size > 0 && {edits: what.edits}),
					},
					{signal},
				)
			: await planMoveSelected(session, {...byHand, verb: 'redrive', selection: await selectionOf(choice, effects)}, {signal});
	return to && keepsOriginals ? {...plan, changesElsewhere: true} : plan;
}

/** The same of several queues, as one plan. */
export async function planRedriveChoices(choices: readonly RedriveChoice[], tools: Parameters<typeof planRedriveChoice>[1]): Promise<Plan> {
	const [only] = choices;
	if (only && choices.length === 1) return planRedriveChoice(only, tools);
	return planSeveralChoices(choices, tools);
}

export async function planSeveralChoices(
	choices: readonly RedriveChoice[],
	tools: Parameters<typeof planRedriveChoice>[1],
): Promise<Plan<SeveralRequest>> {
	const byUrl = new Map(choices.map(choice => [choice.queue.url, choice]));
	return planSeveral(
		choices.map(({queue}) => queue),
		// Each queue is that of one of the choices.
		{verb: 'redrive', plan: ({url}): Promise<Plan> => planRedriveChoice(byUrl.get(url) as RedriveChoice, tools)},
	);
}

/** Does it. What is done here is followed to its end. */
export async function executeRedriveChoice(tools: GateTools, plan: Plan, choice: RedriveChoice): Promise<Outcome> {
	const {session, signal, clock, effects} = tools;
	// Each plan goes to the operation that made it.
	if (isByTask(choice)) return executeRedrive(session, plan as Plan<RedriveRequest>, {signal});
	const to = await targetSession(effects, choice);
	const decide = ({reason}: {readonly reason: string}): Promise<boolean> =>
		tools.ask(`No verdict on the one tried first: ${reason}. Send the others all the same?`);
	const {url} = choice.queue;
	if (choice.what.type === 'held') {
		const options = {...working(tools, url), decide, ...(to && {to})};
		const outcome = await settle(tools, url, executeRedriveMessages(session, plan as Plan<RedriveMessagesRequest>, options, {signal}));
		for (const id of choice.what.edits?.keys() ?? []) forgetDraft(effects, id);
		return outcome;
	}
	const options = {clock, undo: undoStore(effects), decide, ...(to && {to})};
	return settle(tools, url, executeMoveSelected(session, plan as Plan<MoveSelectedRequest>, options, {signal}));
}

async function selectionOf({what, queue}: RedriveChoice, {clock, state}: EffectTools): Promise<Selection> {
	if (what.type !== 'filter') return selectAll();
	const matches = await readFilter(what.filter);
	const retentionSeconds = state().queues.rows.find(row => row.ref.url === queue.url)?.attributes?.retentionSeconds;
	return selectMatching({
		filter: what.filter,
		matches: message => matches(messageCandidate(message, {nowMs: clock.nowMs(), retentionSeconds})),
	});
}

/** The session of the other context, opened once and closed when the console ends. */
async function targetSession(effects: EffectTools, {destination}: RedriveChoice): Promise<Session | undefined> {
	const name = destination?.context;
	if (name === undefined) return undefined;
	const key = `context/${name}`;
	// Nothing else is put under these keys.
	const known = effects.shelf.get(key)?.value as Session | undefined;
	if (known) return known;
	const opened = await effects.contexts.open(name);
	effects.shelf.put(key, {value: opened.session, end: () => opened.close().then(() => undefined)});
	return opened.session;
}
