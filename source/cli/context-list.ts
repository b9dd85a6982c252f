import {readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {configPaths, nonEmpty, shortPath} from '../aws/config/files.ts';
import {configuredEndpoints} from '../aws/config/endpoints.ts';
import {loginOf} from '../aws/config/login.ts';
import {readAwsConfig, type AwsConfig, type Profile} from '../aws/config/profiles.ts';
import {defaultMode, isProduction, type Production} from '../aws/context.ts';
import type {ContextList, ListedProfile} from '../console/contexts/tools.ts';
import type {Terminal} from './command.ts';
import type {Settings} from './config.ts';
import {readRecentContexts} from './recent-contexts.ts';

type Environment = Terminal['environment'];

/** What the settings say of production. */
export function productionOf({prodPattern, prodMarks}: Settings): Production {
	return {...(prodPattern !== undefined && {pattern: prodPattern}), ...(prodMarks && {marked: prodMarks})};
}

/** Everything to choose from: the profiles of the config files, as far as these tell. Asks nobody. */
export function listContexts(environment: Environment, settings: Settings): ContextList {
	const config = readAwsConfig({environment});
	const usual = settings.local ? 'local' : (settings.profile ?? settings.endpointUrl);
	return {
		profiles: config.profiles.map(profile => listedProfile(config, profile, {environment, settings})),
		faults: config.faults.map(({file, line, text}) => `${shortPath(file, environment)} line ${line}: ${text}`),
		configPath: shortPath(config.paths.config, environment),
		recent: readRecentContexts(environment),
		...(usual !== undefined && {default: usual}),
	};
}

function listedProfile(config: AwsConfig, profile: Profile, options: {environment: Environment; settings: Settings}): ListedProfile {
	const {environment, settings} = options;
	const {name, file, line} = profile;
	// What the environment says holds for all profiles alike, and is no news about one.
	const endpoints = configuredEndpoints(config, profile, {HOME: environment['HOME']});
	const region = nonEmpty(profile.settings.get('region')?.value);
	const isProd = isProduction([name], productionOf(settings));
	const isLocal = endpoints.sqs !== undefined && endpoints.sns !== undefined && endpoints.kinesis !== undefined;
	const services = profile.settings.get('services')?.value;
	const fault = profile.faults[0];
	const mode = defaultMode({
		name,
		target: isLocal ? 'endpoint' : 'aws',
		region: region ?? '',
		isProd,
		...(isLocal && endpoints.sqs && {endpointUrl: endpoints.sqs.url}),
	});
	return {
		name,
		...(region !== undefined && {region}),
		login: loginOf(config, profile),
		...(endpoints.sqs && {endpointFrom: services === undefined ? 'endpoint_url' : `endpoint_url in [services ${services}]`}),
		mode,
		isProd,
		...(fault && {fault: `line ${fault.line}: ${fault.text}`}),
		file: shortPath(file, environment),
		line,
	};
}

/** Changes with every file that a login depends on: config, credentials, and tokens. */
export function loginStamp(environment: Environment): string {
	const {config, credentials, ssoCache, loginCache} = configPaths(environment);
	const tokens = [ssoCache, loginCache].flatMap(folder => fileNames(folder).map(name => join(folder, name)));
	return [config, credentials, ...tokens].map(fileStamp).join(' ');
}

function fileNames(folder: string): readonly string[] {
	try {
		return readdirSync(folder);
	} catch {
		// Nobody has logged in on this machine yet.
		return [];
	}
}

function fileStamp(path: string): string {
	try {
		const {mtimeMs, size} = statSync(path);
		return `${path} ${mtimeMs} ${size}`;
	} catch {
		return `${path} none`;
	}
}
