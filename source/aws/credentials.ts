import type {Clock} from '../shared/clock.ts';
import {http1Settings, modules, silentLogger} from './clients.ts';
import type {ConfigPaths, Environment} from './config/files.ts';
import type {Network} from './network.ts';
import type {SessionContext} from './session.ts';

/** Keys of one moment. */
export type Keys = {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string;
	readonly expiration?: Date;
};

/** Asks a person for the code of an MFA device; rejects when they would rather not. */
export type AskMfaCode = (serialNumber: string) => Promise<string>;

export type CredentialsOptions = {
	readonly context: SessionContext;
	readonly environment: Environment;
	/** The profile that was asked for by name, not by AWS_PROFILE. */
	readonly profile?: string;
	/** The files say nothing of how this profile proves who it is. */
	readonly hasNoLogin: () => boolean;
	readonly paths: ConfigPaths;
	readonly askMfaCode?: AskMfaCode;
	readonly clock: Clock;
	/** Told of keys that were obtained. */
	readonly onKeys: (keys: Keys) => void;
	/** For the clients that sign in: of SSO and STS. */
	readonly network: () => Network;
};

/** Any keys do where nobody checks them. */
const anyKeys: Keys = {accessKeyId: 'test', secretAccessKey: 'test'};

/**
Who asks. The engine takes any key; other endpoints too, unless keys or a profile with a login are given. On AWS the keys of the environment win over
AWS_PROFILE but not over a profile that was asked for, as for the aws CLI; the SDK alone would let AWS_PROFILE win.

A role that was asked for is assumed with all of that.
*/
export function createCredentials(options: CredentialsOptions): Credentials {
	const source = sourceCredentials(options);
	const {roleArn} = options.context;
	return shared(roleArn === undefined ? source : assumeRole(roleArn, source, options), options);
}

export type Credentials = {
	/** Asks once for all clients, and again five minutes before the keys end. */
	provide(): Promise<Keys>;
	/** Forgets the keys: the login was renewed. */
	forget(): void;
};

/** Keys are asked for anew so long before they end, as the SDK does. */
const spareMs = 5 * 60_000;

/** Ten clients that start at once must not ask a person for ten codes. */
function shared(source: () => Promise<Keys>, {clock, onKeys}: CredentialsOptions): Credentials {
	let asking: Promise<Keys> | undefined;
	let untilMs = Number.POSITIVE_INFINITY;
	return {
		async provide() {
			if (asking === undefined || clock.nowMs() >= untilMs - spareMs) {
				const asked = source();
				asking = asked;
				untilMs = Number.POSITIVE_INFINITY;
				try {
					const keys = await asked;
					if (asking === asked) untilMs = keys.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
					onKeys(keys);
				} catch (error) {
					// The next one who asks tries again.
					if (asking === asked) asking = undefined;
					throw error;
				}
			}
			return asking;
		},
		forget() {
			asking = undefined;
		},
	};
}

function sourceCredentials(options: CredentialsOptions): () => Promise<Keys> {
	const {context, environment, profile, hasNoLogin} = options;
	const accessKeyId = environment['AWS_ACCESS_KEY_ID'];
	const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
	const sessionToken = environment['AWS_SESSION_TOKEN'];
	if (context.target === 'engine') return () => Promise.resolve(anyKeys);
	if (profile === undefined && accessKeyId && secretAccessKey)
		return () => Promise.resolve({accessKeyId, secretAccessKey, ...(sessionToken && {sessionToken})});
	if (context.target === 'endpoint' && (context.profile === undefined || hasNoLogin())) return () => Promise.resolve(anyKeys);
	return signIn(options);
}

/** The SDK's own chain, which reads the config files anew each time: a login that was renewed counts at once. */
function signIn({context, paths, askMfaCode, network}: CredentialsOptions): () => Promise<Keys> {
	return async () => {
		const {defaultProvider} = await import('@aws-sdk/credential-provider-node');
		const requestHandler = http1Settings(network());
		const logger = silentLogger;
		const provide = defaultProvider({
			...(context.profile !== undefined && {profile: context.profile}),
			filepath: paths.credentials,
			configFilepath: paths.config,
			ignoreCache: true,
			clientConfig: {requestHandler, logger},
			parentClientConfig: {region: context.region, requestHandler, logger},
			logger,
			...(askMfaCode && {mfaCodeProvider: askMfaCode}),
		});
		return provide();
	};
}

/** @see [AssumeRole](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html) */
function assumeRole(roleArn: string, source: () => Promise<Keys>, {context, network}: CredentialsOptions): () => Promise<Keys> {
	return async () => {
		const {STSClient, AssumeRoleCommand} = await modules.sts();
		const endpoint = context.endpoints?.sts?.url ?? context.endpointUrl;
		const client = new STSClient({
			region: context.region,
			credentials: source,
			requestHandler: http1Settings(network()),
			logger: silentLogger,
			...(endpoint !== undefined && {endpoint}),
		});
		try {
			const {Credentials: keys} = await client.send(new AssumeRoleCommand({RoleArn: roleArn, RoleSessionName: 'sluice'}));
			return {
				accessKeyId: keys?.AccessKeyId ?? '',
				secretAccessKey: keys?.SecretAccessKey ?? '',
				...(keys?.SessionToken && {sessionToken: keys.SessionToken}),
				...(keys?.Expiration && {expiration: keys.Expiration}),
			};
		} finally {
			client.destroy();
		}
	};
}
