import type {Clock} from '../shared/clock.ts';
import type {AnyService} from './call.ts';
import {defaultAccountId, defaultRegion} from './credentials.ts';
import type {Regions} from './regions.ts';
import {readOutbox} from './sns/outbox.ts';
import {snsService} from './sns/service.ts';
import {look} from './sqs/look.ts';
import {sqsService} from './sqs/service.ts';

/** What the engine tells or does beyond AWS, under `/_sluice/`, in JSON. */
export type SluicePage = {
	/** Those that change nothing are GET. No web page may call the others. */
	readonly method: 'GET' | 'POST';
	/** Undefined: there is no such thing. */
	answer(request: {readonly path: string; readonly query: URLSearchParams}): unknown;
};

/** Pages by the first word of their path. */
export type SluicePages = ReadonlyMap<string, SluicePage>;

const lookCountDefault = 10;
const lookCountMax = 1000;

/** `/_sluice/health`: who answers here. */
export function healthPage(services: readonly AnyService[], version: string): SluicePage {
	return {
		method: 'GET',
		answer: ({path}) => (path === 'health' ? {engine: 'sluice', version, services: services.map(({id}) => id)} : undefined),
	};
}

/**
The engine's own pages. Those that are read are harmless: they change and count nothing.

- `health`
- `outbox`: what would have left for mailboxes, phones and functions
- `queues/<name>/messages`: a queue's messages in all states, without receiving them; at most `count`, default 10
- `reset`, by POST: throws everything away, of all accounts and regions

`account` and `region` in the query string say whose. Default: 000000000000 and us-east-1.
*/
export function createSluicePages(options: {
	readonly services: readonly AnyService[];
	readonly version: string;
	readonly regions: Regions;
	readonly clock: Clock;
}): SluicePages {
	const {services, version, regions, clock} = options;
	return new Map<string, SluicePage>([
		['health', healthPage(services, version)],
		['outbox', outboxPage(regions)],
		['queues', messagesPage(regions, clock)],
		['reset', resetPage(regions, clock)],
	]);
}

function outboxPage(regions: Regions): SluicePage {
	return {
		method: 'GET',
		answer({path, query}) {
			if (path !== 'outbox') return undefined;
			const state = regions.existingState(snsService, ...scope(query));
			return {entries: state ? readOutbox(state) : []};
		},
	};
}

function messagesPage(regions: Regions, clock: Clock): SluicePage {
	return {
		method: 'GET',
		answer({path, query}) {
			const name = /^queues\/([^/]+)\/messages$/.exec(path)?.[1];
			const state = regions.existingState(sqsService, ...scope(query));
			if (name === undefined || !state) return undefined;
			const messages = look(state, name, {count: lookCount(query), nowMs: clock.nowMs()});
			return messages && {messages};
		},
	};
}

function resetPage(regions: Regions, clock: Clock): SluicePage {
	return {
		method: 'POST',
		answer({path}) {
			if (path !== 'reset') return undefined;
			regions.clear(clock.nowMs());
			return {};
		},
	};
}

function scope(query: URLSearchParams): [accountId: string, region: string] {
	return [query.get('account') ?? defaultAccountId, query.get('region') ?? defaultRegion];
}

function lookCount(query: URLSearchParams): number {
	const count = Number(query.get('count') ?? lookCountDefault);
	return Number.isInteger(count) ? Math.min(Math.max(0, count), lookCountMax) : lookCountDefault;
}
