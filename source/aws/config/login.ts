import {createHash} from 'node:crypto';
import {join} from 'node:path';
import type {EpochMs} from '../../shared/clock.ts';
import {readFileIfAny, type ReadText} from './files.ts';
import {findProfile, type AwsConfig, type Profile} from './profiles.ts';

/** How a profile proves who it is, as far as files tell. */
export type Login =
	| {readonly type: 'keys'}
	/** `aws sso login`. Without a name of a session in profiles of the old form. */
	| {readonly type: 'sso'; readonly session?: string; readonly token: Token}
	/** `aws login`. */
	| {readonly type: 'console'; readonly token: Token}
	/** A role, assumed with the login of another profile or of this machine. */
	| {readonly type: 'role'; readonly via: string; readonly needsMfa: boolean}
	| {readonly type: 'process'}
	| {readonly type: 'web-identity'}
	| {readonly type: 'none'};

/** What is known of the token behind a login. A token that renews itself has no end. */
export type Token = {readonly status: 'none'} | {readonly status: 'known'; readonly untilMs: EpochMs; readonly renewsItself: boolean};

/** In the order in which the SDK tries them. */
export function loginOf(config: AwsConfig, profile: Profile, readText: ReadText = readFileIfAny): Login {
	const value = (key: string): string | undefined => profile.settings.get(key)?.value;
	const via = value('source_profile') ?? value('credential_source');
	if (value('role_arn') !== undefined && via !== undefined) return {type: 'role', via, needsMfa: value('mfa_serial') !== undefined};
	if (value('aws_access_key_id') !== undefined) return {type: 'keys'};
	if (value('web_identity_token_file') !== undefined) return {type: 'web-identity'};
	if (value('credential_process') !== undefined) return {type: 'process'};
	const session = value('sso_session');
	const startUrl = value('sso_start_url');
	if (session !== undefined || startUrl !== undefined) {
		const path = join(
			config.paths.ssoCache,
			`${createHash('sha1')
				.update(session ?? startUrl ?? '')
				.digest('hex')}.json`,
		);
		return {type: 'sso', ...(session !== undefined && {session}), token: readToken(readText(path))};
	}
	const console = value('login_session');
	if (console !== undefined) {
		const path = join(config.paths.loginCache, `${createHash('sha256').update(console).digest('hex')}.json`);
		return {type: 'console', token: readToken(readText(path))};
	}
	return {type: 'none'};
}

/** The login at the bottom of a chain of roles: the one that a person renews. */
export function rootLogin(config: AwsConfig, profile: Profile, readText: ReadText = readFileIfAny): {profile: string; login: Login} {
	let current = profile;
	for (let depth = 0; depth < config.profiles.length; depth++) {
		const login = loginOf(config, current, readText);
		const next = login.type === 'role' ? findProfile(config, login.via) : undefined;
		if (!next || next === current) return {profile: current.name, login};
		current = next;
	}
	return {profile: current.name, login: {type: 'none'}};
}

/** Reads the end of a token, and nothing else of it. */
function readToken(text: string | undefined): Token {
	if (text === undefined) return {status: 'none'};
	try {
		const token = JSON.parse(text) as {expiresAt?: unknown; refreshToken?: unknown; registrationExpiresAt?: unknown; accessToken?: unknown};
		const expiresAt = token.expiresAt ?? (token.accessToken as {expiresAt?: unknown} | undefined)?.expiresAt;
		const untilMs = typeof expiresAt === 'string' ? Date.parse(expiresAt.replace(/UTC$/, 'Z')) : Number.NaN;
		return Number.isNaN(untilMs) ? {status: 'none'} : {status: 'known', untilMs, renewsItself: typeof token.refreshToken === 'string'};
	} catch {
		// Half written, or not a token: as good as none. The next change of the file is looked at again.
		return {status: 'none'};
	}
}
