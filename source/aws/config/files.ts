import {readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Answers a file's text, or undefined when there is none. */
export type ReadText = (path: string) => string | undefined;

/** Where AWS's tools keep what they know, and how it is read. */
export type ConfigSource = {readonly environment: Environment; readonly readText?: ReadText};

/** Paths of the files that decide about profiles and logins. */
export type ConfigPaths = {
	/** `~/.aws/config`, or AWS_CONFIG_FILE. */
	readonly config: string;
	/** `~/.aws/credentials`, or AWS_SHARED_CREDENTIALS_FILE. */
	readonly credentials: string;
	/** Folder of the tokens of `aws sso login`. */
	readonly ssoCache: string;
	/** Folder of the tokens of `aws login`. */
	readonly loginCache: string;
};

/** @see [Environment variables to configure the AWS CLI](https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html) */
export function configPaths(environment: Environment): ConfigPaths {
	const folder = join(nonEmpty(environment['HOME']) ?? homedir(), '.aws');
	return {
		config: nonEmpty(environment['AWS_CONFIG_FILE']) ?? join(folder, 'config'),
		credentials: nonEmpty(environment['AWS_SHARED_CREDENTIALS_FILE']) ?? join(folder, 'credentials'),
		ssoCache: join(folder, 'sso', 'cache'),
		loginCache: nonEmpty(environment['AWS_LOGIN_CACHE_DIRECTORY']) ?? join(folder, 'login', 'cache'),
	};
}

/** `~/.aws/config` for people, whatever their home is. */
export function shortPath(path: string, environment: Environment): string {
	const home = nonEmpty(environment['HOME']) ?? homedir();
	return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

export function nonEmpty(text: string | undefined): string | undefined {
	return text === undefined || text.trim() === '' ? undefined : text.trim();
}

export function readFileIfAny(path: string): string | undefined {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		// No file, or none that may be read: then it says nothing, as for the aws CLI.
		return undefined;
	}
}
