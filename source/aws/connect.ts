import {modules} from './clients.ts';
import type {Clock} from '../shared/clock.ts';
import {createEntryMaker} from './audit-entry.ts';
import type {AuditLog, Change} from './audit.ts';
import {createCaller} from './call.ts';
import type {Environment, ReadText} from './config/files.ts';
import {defaultMode, resolveContext, type Production} from './context.ts';
import type {AskMfaCode} from './credentials.ts';
import {createFunctionGateway} from './functions.ts';
import {createLookGateway} from './looking.ts';
import {createMetricGateway} from './metrics.ts';
import {createQueueGateway} from './queues.ts';
import type {Identity, Mode, Session} from './session.ts';
import {createReachTracker} from './reach.ts';
import {createSignIn} from './sign-in.ts';
import {createStreamGateway} from './streams.ts';
import {createTopicGateway} from './topics.ts';

/** What was asked for on the command line or in the context list. Whatever is absent is found as the aws CLI finds it. */
export type ContextChoice = {
	readonly target: 'engine' | 'endpoint' | 'aws';
	/** What the header shows. Default: `local`, the profile, or the endpoint's host. */
	readonly name?: string;
	readonly profile?: string;
	readonly region?: string;
	/** A role to assume with the login. */
	readonly roleArn?: string;
	/** Needed for `engine` and `endpoint`. */
	readonly endpointUrl?: string;
};

export type SessionOptions = {
	readonly clock: Clock;
	/** Default: LOOK where production is or may be, CHANGE on the local engine and other endpoints. */
	readonly mode?: Mode;
	/** READ-ONLY for good, whatever `mode` says. */
	readonly isReadOnly?: boolean;
	/** Default: the process's. */
	readonly environment?: Environment;
	/** Reads AWS's config files. Default: from disk. */
	readonly readText?: ReadText;
	/** What counts as production. Default: names that match `prod|prd|live`. */
	readonly production?: Production;
	/** Asks for the code of an MFA device. Default: a login that needs one fails, with a sentence. */
	readonly askMfaCode?: AskMfaCode;
	/** Gets a line for each call that changes AWS, whoever made it. Default: none is kept. */
	readonly audit?: AuditLog;
};

/**
Opens a session. Nothing is sent, and no SDK client is loaded, before the first call.

@throws `no-region` when AWS is meant and no region can be found; `bad-endpoint` when the endpoint is no http URL.
*/
export function openSession(choice: ContextChoice, options: SessionOptions): Session {
	const environment = options.environment ?? process.env;
	const source = {environment, ...(options.readText && {readText: options.readText})};
	const context = resolveContext(choice, {...source, ...(options.production && {production: options.production})});
	const mode = options.isReadOnly ? 'READ-ONLY' : (options.mode ?? defaultMode(context));
	const {audit, clock} = options;
	const signIn = createSignIn(choice, {...options, context, source});
	const {login, clients} = signIn;
	const reach = createReachTracker(clock);
	const written = audit && {audit, onChange: (change: Change) => audit.record(entryOf(change))};
	const caller = createCaller({clock, context, mode, login, reach, ...written});
	const dependencies = {caller, clients, context};
	let identity: Identity | undefined;
	const entryOf = createEntryMaker({clock, context, known: () => identity, ask: readIdentity});

	async function readIdentity(within: {signal?: AbortSignal} = {}): Promise<Identity> {
		if (identity) return identity;
		const {signal} = within;
		const output = await caller.call({service: 'sts', action: 'GetCallerIdentity', ...(signal && {signal})}, async abortSignal => {
			const [client, {GetCallerIdentityCommand}] = await Promise.all([clients.sts('usual'), modules.sts()]);
			return client.send(new GetCallerIdentityCommand({}), {abortSignal});
		});
		identity = {accountId: output.Account ?? '', arn: output.Arn ?? ''};
		return identity;
	}

	return {
		context,
		mode: caller.mode,
		setMode: caller.setMode,
		identity: readIdentity,
		queues: createQueueGateway(dependencies),
		topics: createTopicGateway(dependencies),
		streams: createStreamGateway(dependencies),
		metrics: createMetricGateway(dependencies),
		functions: createFunctionGateway(dependencies),
		look: createLookGateway(context),
		login,
		reach,
		calls: caller.calls,
		callCount: caller.callCount,
		tallies: caller.tallies,
		...(audit && {audit}),
		close() {
			caller.close();
			clients.destroy();
		},
	};
}
