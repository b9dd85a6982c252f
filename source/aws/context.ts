import {readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {SluiceError} from '../shared/errors.ts';
import type {ContextChoice} from './connect.ts';
import type {Mode, SessionContext} from './session.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Answers a file's text, or undefined when there is none. */
export type ReadText = (path: string) => string | undefined;

/** Names that mark production. */
const prodPattern = /prod|prd|live/i;

/** Where the engine and other local endpoints pretend to be. */
const localRegion = 'us-east-1';

/**
Decides where a session works, once.

Region: the choice, AWS_REGION, AWS_DEFAULT_REGION, then the profile's. An AWS_ENDPOINT_URL makes an `endpoint` of `aws`, unless
AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is `true`.

@throws `no-region` when AWS is meant and no region can be found.
@see [Configuration and credential file settings in the AWS CLI](https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html)
*/
export function resolveContext(choice: ContextChoice, options: {environment: Environment; readText?: ReadText}): SessionContext {
	const {environment, readText = readFileIfAny} = options;
	if (choice.target === 'engine') {
		const endpointUrl = validEndpoint(choice.endpointUrl ?? 'http://127.0.0.1:4566');
		return {name: choice.name ?? 'local', target: 'engine', region: choice.region ?? localRegion, endpointUrl, isProd: false};
	}
	const profile = choice.profile ?? nonEmpty(environment['AWS_PROFILE']) ?? nonEmpty(environment['AWS_DEFAULT_PROFILE']);
	const endpointUrl = choice.endpointUrl ?? configuredEndpoint(environment);
	const region =
		choice.region ??
		nonEmpty(environment['AWS_REGION']) ??
		nonEmpty(environment['AWS_DEFAULT_REGION']) ??
		profileRegion(profile ?? 'default', {environment, readText});
	if (endpointUrl !== undefined) {
		const url = validEndpoint(endpointUrl);
		const name = choice.name ?? choice.profile ?? new URL(url).host;
		return {
			name,
			target: 'endpoint',
			region: region ?? localRegion,
			endpointUrl: url,
			...(profile !== undefined && {profile}),
			isProd: [name, choice.profile ?? ''].some(text => prodPattern.test(text)),
		};
	}
	if (region === undefined)
		throw new SluiceError(`No region is chosen for ${profile ?? 'AWS'}.`, {
			code: 'no-region',
			nextSteps: ['Give one: --region eu-west-1', 'Or set AWS_REGION, or aws configure.', 'Or work without AWS: sluice --local'],
		});
	const name = choice.name ?? profile ?? 'default';
	const isProd = [name, profile ?? ''].some(text => prodPattern.test(text));
	return {name, target: 'aws', region, ...(profile !== undefined && {profile}), isProd};
}

/** LOOK where production is, or may be; CHANGE on the local engine and other endpoints. */
export function defaultMode(context: SessionContext): Mode {
	if (context.isProd || context.target === 'aws') return 'LOOK';
	// A VPC endpoint of a real account is as real as the account.
	return context.endpointUrl !== undefined && /\.amazonaws\.com(?:\.cn)?$/.test(new URL(context.endpointUrl).hostname) ? 'LOOK' : 'CHANGE';
}

/** The region that a profile names in AWS's config file, or in its credentials file. */
export function profileRegion(profile: string, options: {environment: Environment; readText: ReadText}): string | undefined {
	const {environment, readText} = options;
	const folder = join(nonEmpty(environment['HOME']) ?? homedir(), '.aws');
	const config = readText(nonEmpty(environment['AWS_CONFIG_FILE']) ?? join(folder, 'config'));
	const credentials = readText(nonEmpty(environment['AWS_SHARED_CREDENTIALS_FILE']) ?? join(folder, 'credentials'));
	const section = profile === 'default' ? ['default', 'profile default'] : [`profile ${profile}`];
	return iniValue(config ?? '', {sections: section, key: 'region'}) ?? iniValue(credentials ?? '', {sections: [profile], key: 'region'});
}

/** A key's value in the first of the sections that has it. Indented lines belong to nested settings and are passed over. */
function iniValue(text: string, wanted: {sections: readonly string[]; key: string}): string | undefined {
	let isInside = false;
	for (const line of text.split(/\r?\n/)) {
		const header = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1];
		if (header !== undefined) {
			isInside = wanted.sections.includes(header.replaceAll(/["']/g, '').replaceAll(/\s+/g, ' '));
			continue;
		}
		const value = isInside ? /^(\w+)\s*=\s*(.*?)\s*(?:\s[#;].*)?$/.exec(line) : null;
		if (value && value[1] === wanted.key && value[2]) return value[2];
	}
	return undefined;
}

function configuredEndpoint(environment: Environment): string | undefined {
	if (environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true') return undefined;
	return nonEmpty(environment['AWS_ENDPOINT_URL']);
}

function validEndpoint(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url?.protocol === 'http:' || url?.protocol === 'https:') return text.replace(/\/+$/, '');
	throw new SluiceError(`"${text}" is no endpoint URL.`, {code: 'bad-endpoint', nextSteps: ['Give one like http://127.0.0.1:4566.']});
}

function nonEmpty(text: string | undefined): string | undefined {
	return text === undefined || text.trim() === '' ? undefined : text.trim();
}

function readFileIfAny(path: string): string | undefined {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		// No file, or none that may be read: then it says nothing, as for the aws CLI.
		return undefined;
	}
}
