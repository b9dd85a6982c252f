import type {Clock, EpochMs} from '../shared/clock.ts';
import {createClients, type Clients} from './clients.ts';
import {configPaths, nonEmpty, shortPath, type ConfigSource, type Environment, type ReadText} from './config/files.ts';
import {loginOf, rootLogin} from './config/login.ts';
import {findProfile, readAwsConfig, type AwsConfig, type Profile} from './config/profiles.ts';
import type {ContextChoice} from './connect.ts';
import {createCredentials, type AskMfaCode, type Keys} from './credentials.ts';
import {createLoginTracker, type LoginTracker, type Renewal} from './login-state.ts';
import {createNetwork, type CaBundle, type Network} from './network.ts';
import type {SessionContext} from './session.ts';

/** Everything between a session and its keys. */
export function createSignIn(
	choice: ContextChoice,
	options: {clock: Clock; context: SessionContext; source: ConfigSource; askMfaCode?: AskMfaCode},
): {login: LoginTracker; clients: Clients} {
	const {askMfaCode, clock, context, source} = options;
	const {environment} = source;
	let network: Network | undefined;
	const profileNow = (): {config: AwsConfig; profile: Profile | undefined} => {
		const config = readAwsConfig(source);
		return {config, profile: findProfile(config, context.profile ?? 'default')};
	};
	const provideNetwork = (): Network => (network ??= createNetwork({environment, caBundle: caBundleOf(profileNow().profile, environment)}));
	const login = createLoginTracker({
		onRenew() {
			credentials.forget();
			clients.renew();
		},
		renewal() {
			const {config, profile} = profileNow();
			return profile && renewalOf(config, profile, source.readText);
		},
	});
	const credentials = createCredentials({
		context,
		environment,
		clock,
		paths: configPaths(environment),
		network: provideNetwork,
		hasNoLogin: () => {
			const {config, profile} = profileNow();
			return profile === undefined || loginOf(config, profile, source.readText).type === 'none';
		},
		onKeys: keys => {
			const {config, profile} = profileNow();
			login.signedIn(profile && loginEnd(config, profile, {keys, readText: source.readText}));
		},
		...(choice.profile !== undefined && {profile: choice.profile}),
		...(askMfaCode && {askMfaCode}),
	});
	const clients = createClients({context, credentials: credentials.provide, network: provideNetwork});
	return {login, clients};
}

/** What a person runs to log in again: for the login at the bottom of a chain of roles. */
function renewalOf(config: AwsConfig, profile: Profile, readText: ReadText | undefined): Renewal | undefined {
	const root = rootLogin(config, profile, readText);
	const {login} = root;
	if (login.type === 'sso') {
		const about = login.session === undefined ? 'sso' : `sso session ${login.session}`;
		return {command: ['aws', 'sso', 'login', '--profile', root.profile], about};
	}
	return login.type === 'console' ? {command: ['aws', 'login', '--profile', root.profile], about: 'aws login'} : undefined;
}

/** When a person has to log in again; undefined where nobody has to, or nobody knows. */
function loginEnd(
	config: AwsConfig,
	profile: Profile,
	{keys, readText}: {keys: Keys; readText: ReadText | undefined},
): EpochMs | undefined {
	const own = loginOf(config, profile, readText);
	if (own.type === 'role' && own.needsMfa) return keys.expiration?.getTime();
	const {login} = rootLogin(config, profile, readText);
	if (login.type !== 'sso' && login.type !== 'console') return undefined;
	return login.token.status === 'known' && !login.token.renewsItself ? login.token.untilMs : undefined;
}

function caBundleOf(profile: Profile | undefined, environment: Environment): CaBundle | undefined {
	const path = nonEmpty(environment['AWS_CA_BUNDLE']);
	if (path !== undefined) return {path, origin: 'AWS_CA_BUNDLE'};
	const setting = profile?.settings.get('ca_bundle');
	return setting && {path: setting.value, origin: `${shortPath(setting.file, environment)} line ${setting.line}`};
}
