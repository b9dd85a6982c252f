import {isAborted} from '../aws/errors.ts';
import type {QueueRef} from '../aws/queue.ts';
import {SluiceError} from '../shared/errors.ts';
import {plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';

/** One queue of several, with its own plan. */
export type OneOfSeveral<Request = unknown> = {readonly queue: QueueRef; readonly plan: Plan<Request>};

export type SeveralRequest<Request = unknown> = {readonly ones: ReadonlyArray<OneOfSeveral<Request>>};

/** The line that a plan of several has for each. */
const subjectLabels = new Set(['moves', 'sends', 'sets', 'removes', 'to', 'there']);

/**
Makes one plan of the same thing done to several queues. Changes nothing.

A queue for which it cannot be done stays as it is, which the plan says first.

@param options.verb The command's name; each plan's command line begins with it and the queue's name.
@param options.title Default: `Redrive 3 queues`, of the verb.
@param options.isNamedAlso The command takes one queue, and the others by `--also`.
@throws What the first queue answers, when none can be done.
*/
export async function planSeveral<Request>(
	queues: readonly QueueRef[],
	options: {
		verb: string;
		title?: (count: number) => string;
		isNamedAlso?: boolean;
		plan: (queue: QueueRef) => Promise<Plan<Request>>;
	},
): Promise<Plan<SeveralRequest<Request>>> {
	const {verb} = options;
	const ones: Array<OneOfSeveral<Request>> = [];
	const staying: Array<{queue: QueueRef; error: SluiceError}> = [];
	for (const queue of queues) {
		try {
			ones.push({queue, plan: await options.plan(queue)});
		} catch (error) {
			if (isAborted(error) || !(error instanceof SluiceError)) throw error;
			staying.push({queue, error});
		}
	}
	const [first] = ones;
	if (!first) throw staying[0]?.error ?? new SluiceError('No queue is given.', {code: 'no-queue'});
	const what = `${verb} ${plural(ones.length, 'queue')}`;
	return {
		operation: `${verb}-several`,
		level: ones.some(({plan}) => plan.level === 'destroy') ? 'destroy' : first.plan.level,
		title: options.title?.(ones.length) ?? `${what.charAt(0).toUpperCase()}${what.slice(1)}`,
		verb: `${verb} them`,
		subject: {kind: 'messages', name: what},
		facts: factsOf(ones),
		warnings: [
			...staying.map(({queue, error}) => `${queue.name} stays as it is: ${error.message}`),
			...new Set(ones.flatMap(({queue, plan}) => plan.warnings.map(text => (text.includes(queue.name) ? text : `${queue.name}: ${text}`)))),
		],
		command: options.isNamedAlso
			? [first.plan.command, ...alsoWords(ones.map(({queue}) => queue))].join(' ')
			: [commandLine(verb, ...ones.map(({queue}) => queue.name)), ...restOf(first, verb)].join(' '),
		counts: named(ones, ({counts}) => counts),
		settings: named(ones, ({settings}) => settings),
		...(ones.every(({plan}) => plan.changesElsewhere) && {changesElsewhere: true}),
		request: {ones},
	};
}

/**
Does it to one queue after the other. Changes real data. One that fails does not stop the others; `failed` says why, a sentence each.
*/
export async function executeSeveral<Request>(
	plan: Plan<SeveralRequest<Request>>,
	options: {
		execute: (one: OneOfSeveral<Request>) => Promise<Outcome>;
		/** Told of each as it ends. */
		onEnd?: (text: string) => void;
	},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome & {readonly doneCount: number; readonly failed: readonly string[]}> {
	const {ones} = plan.request;
	const done: string[] = [];
	const failed: string[] = [];
	for (const one of ones) {
		if (signal?.aborted) {
			failed.push(`${one.queue.name} was not begun.`);
			continue;
		}
		try {
			const {summary} = await options.execute(one);
			done.push(summary);
			options.onEnd?.(summary);
		} catch (error) {
			if (!(error instanceof SluiceError)) throw error;
			failed.push(`${one.queue.name}: ${error.message}`);
			options.onEnd?.(`${one.queue.name}: ${error.message}`);
		}
	}
	const count = failed.length === 0 ? '' : `${done.length} of ${plural(ones.length, 'queue')} done. `;
	return {summary: `${count}${[...failed, ...done].join(' ')}`, doneCount: done.length, failed};
}

/** The queues but the first, as words of a command line that takes one. */
export function alsoWords(queues: readonly QueueRef[]): readonly string[] {
	return queues.slice(1).flatMap(({name}) => ['--also', name]);
}

/** The account, a line for each queue, and what is alike for all. */
function factsOf(ones: readonly OneOfSeveral[]): Plan['facts'] {
	const [first] = ones;
	const [account, ...rest] = first?.plan.facts ?? [];
	const lines = ones.map(({queue, plan}, index) => ({
		label: index === 0 ? 'queues' : '',
		text: `${queue.name}: ${plan.facts
			.filter(({label}) => subjectLabels.has(label))
			.map(({text}) => text)
			.join(', ')}`,
	}));
	const alike = rest.filter(
		({label, text}) =>
			!subjectLabels.has(label) && ones.every(({plan}) => plan.facts.some(fact => fact.label === label && fact.text === text)),
	);
	return [...(account ? [account] : []), ...lines, ...alike];
}

/** The words of a plan's command line behind the queue's name. */
function restOf({queue, plan}: OneOfSeveral, verb: string): readonly string[] {
	const beginning = commandLine(verb, queue.name);
	const rest = plan.command.startsWith(`${beginning} `) ? plan.command.slice(beginning.length + 1) : '';
	return rest === '' ? [] : [rest];
}

function named<Value>(ones: readonly OneOfSeveral[], valuesOf: (plan: Plan) => Readonly<Record<string, Value>>): Record<string, Value> {
	return Object.fromEntries(
		ones.flatMap(({queue, plan}) => Object.entries(valuesOf(plan)).map(([name, value]) => [`${queue.name} ${name}`, value] as const)),
	);
}
