import type {ServiceId} from '../../aws/allowed-calls.ts';
import type {LoginState} from '../../aws/login-state.ts';
import type {FoundEndpoint} from '../../aws/probe.ts';
import type {Outages} from '../../aws/reach.ts';
import type {EpochMs} from '../../shared/clock.ts';
import type {Loadable, Problem} from '../state.ts';
import type {TextField} from '../text-field.ts';
import type {ContextList} from './tools.ts';

/** Fields under the list of contexts. */
export const contextFields = ['region', 'role', 'endpoint'] as const;
export type ContextField = (typeof contextFields)[number];

/** Where to work: the first screen when nothing was given, and `c` later. */
export type ContextsLayer = {
	readonly type: 'contexts';
	/** There is no context yet: leaving ends the program. */
	readonly isFirst: boolean;
	readonly list: Loadable<ContextList>;
	readonly endpoints: readonly FoundEndpoint[];
	/** By id: the list may still grow. */
	readonly cursorId?: string;
	readonly focus: 'list' | ContextField;
	readonly fields: Readonly<Record<ContextField, TextField>>;
	readonly problem?: Problem;
	/** What is being opened. */
	readonly opening?: string;
	/** What leaving the context on screen would end was said; the next Enter does it. */
	readonly isWarned?: boolean;
};

/** A code is asked for while a call waits for it. */
export type MfaLayer = {
	readonly type: 'mfa';
	readonly serialNumber: string;
	readonly field: TextField;
	/** What it lies over. */ readonly under?: ContextsLayer;
};

export type ContextsEvent =
	| {readonly type: 'contexts/listed'; readonly list: Loadable<ContextList>}
	| {readonly type: 'contexts/found'; readonly endpoints: readonly FoundEndpoint[]}
	| {readonly type: 'contexts/failed'; readonly problem: Problem}
	| {readonly type: 'contexts/mfa-asked'; readonly serialNumber: string}
	| {readonly type: 'contexts/reach'; readonly outages: Outages; readonly clockSkew?: Problem; readonly atMs: EpochMs}
	| {readonly type: 'contexts/try-again'; readonly service: ServiceId}
	| {readonly type: 'contexts/login'; readonly login: LoginState; readonly atMs: EpochMs};
