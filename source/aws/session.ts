import type {EpochMs} from '../shared/clock.ts';
import type {AuditLog} from './audit.ts';
import type {Endpoints} from './config/endpoints.ts';
import type {FunctionGateway} from './function.ts';
import type {Login} from './login-state.ts';
import type {LookGateway} from './look.ts';
import type {MetricGateway} from './metric.ts';
import type {QueueGateway} from './queue.ts';
import type {Reach} from './reach.ts';
import type {StreamGateway} from './stream.ts';
import type {TopicGateway} from './topic.ts';

/**
How much may be changed. Enforced here, below the console and the commands alike.

- READ-ONLY: no receive from a queue, no change at all.
- LOOK: also receive, extend and give back.
- CHANGE: everything, through the gate.
*/
export type Mode = 'READ-ONLY' | 'LOOK' | 'CHANGE';

/** Where a session works: chosen once, before any call. */
export type SessionContext = {
	/** Profile name, `local`, or the endpoint's host: what the header shows and what is typed to enter CHANGE. */
	readonly name: string;
	readonly target: 'engine' | 'endpoint' | 'aws';
	readonly region: string;
	/** Where SQS is reached, when that is not AWS's own address. */
	readonly endpointUrl?: string;
	/** By service, with who says so; absent for an endpoint that was chosen by hand. */
	readonly endpoints?: Endpoints;
	readonly profile?: string;
	/** The proxy that requests go through, and the variable that names it. */
	readonly proxy?: {readonly variable: string; readonly host: string};
	/** A role that is assumed with the profile's login. */
	readonly roleArn?: string;
	readonly isProd: boolean;
};

export type Identity = {readonly accountId: string; readonly arn: string};

export type ApiCall = {
	readonly atMs: EpochMs;
	readonly service: string;
	readonly action: string;
	readonly durationMs: number;
	readonly outcome: 'ok' | 'refused' | 'throttled' | 'denied' | 'failed';
	readonly code?: string;
	readonly requestId?: string;
	/** Metrics asked for: what CloudWatch charges by. */
	readonly quantity?: number;
};

/** Calls of one action that were sent in a session. */
export type CallTally = {
	readonly service: string;
	/** AWS's name: `ReceiveMessage`. */
	readonly action: string;
	readonly count: number;
	/** Metrics asked for, where AWS charges by those. */
	readonly quantity: number;
};

/** A profile, region and endpoint to work in, with a mode. The only way to AWS. */
export type Session = {
	readonly context: SessionContext;
	mode(): Mode;
	/** READ-ONLY cannot be left. */
	setMode(mode: Mode): void;
	identity(options?: {signal?: AbortSignal}): Promise<Identity>;
	readonly queues: QueueGateway;
	readonly topics: TopicGateway;
	readonly streams: StreamGateway;
	readonly metrics: MetricGateway;
	readonly functions: FunctionGateway;
	readonly look: LookGateway;
	readonly login: Login;
	readonly reach: Reach;
	/** The last 1,000 calls, oldest first. */
	calls(): readonly ApiCall[];
	callCount(): number;
	/** How often each action was called since the start, for what it costs. */
	tallies(): readonly CallTally[];
	/** Where this session's changes are written down; absent where nobody asked for that. */
	readonly audit?: Pick<AuditLog, 'path' | 'problem' | 'read' | 'flush'>;
	/** Closes sockets. Calls under way are aborted. */
	close(): void;
};
