import type {Login, Token} from '../../aws/config/login.ts';
import type {EpochMs} from '../../shared/clock.ts';
import type {State} from '../state.ts';
import type {ContextsLayer} from './state.ts';
import type {ContextRequest, ListedProfile} from './tools.ts';

/** One line of the list. */
export type ContextItem =
	| {readonly id: 'here'; readonly type: 'here'}
	| {readonly id: 'endpoint'; readonly type: 'endpoint'}
	| {readonly id: string; readonly type: 'found'; readonly url: string; readonly name: string}
	| {readonly id: string; readonly type: 'profile'; readonly profile: ListedProfile};

/** Everything to choose from, in the order shown: profiles that were worked in lately come first, once there is a context. */
export function contextItems(layer: ContextsLayer): readonly ContextItem[] {
	const list = layer.list.status === 'ready' ? layer.list.value : undefined;
	const rank = (name: string): number => {
		const index = layer.isFirst ? -1 : (list?.recent.indexOf(name) ?? -1);
		return index === -1 ? Number.MAX_SAFE_INTEGER : index;
	};
	const profiles = (list?.profiles ?? []).toSorted((a, b) => rank(a.name) - rank(b.name));
	return [
		{id: 'here', type: 'here'},
		{id: 'endpoint', type: 'endpoint'},
		...layer.endpoints.map((found): ContextItem => ({id: found.url, type: 'found', ...found})),
		...profiles.map((profile): ContextItem => ({id: `profile/${profile.name}`, type: 'profile', profile})),
	];
}

/** The line under the cursor: the one it was on, else the default or the newest, else the first. */
export function currentItem(layer: ContextsLayer): ContextItem {
	const items = contextItems(layer);
	const list = layer.list.status === 'ready' ? layer.list.value : undefined;
	const usual = [list?.default, ...(list?.recent ?? [])].map(name => (name === 'local' ? 'here' : name));
	const wanted = layer.cursorId === undefined ? usual : [layer.cursorId];
	const found = wanted.map(id => items.find(item => item.id === id || item.id === `profile/${id}`)).find(item => item !== undefined);
	return found ?? items[0] ?? {id: 'here', type: 'here'};
}

/** What Enter would open, with what the fields say; undefined while something must be typed first. */
export function requestOf(layer: ContextsLayer, item: ContextItem): ContextRequest | undefined {
	const value = (field: 'region' | 'role' | 'endpoint'): string | undefined => layer.fields[field].text.trim() || undefined;
	const region = value('region');
	const url = value('endpoint');
	switch (item.type) {
		case 'here':
			return {type: 'here'};
		case 'found':
			return {type: 'endpoint', url: item.url, ...(region !== undefined && {region})};
		case 'endpoint':
			return url === undefined ? undefined : {type: 'endpoint', url, ...(region !== undefined && {region})};
		case 'profile': {
			const roleArn = value('role');
			return {
				type: 'profile',
				name: item.profile.name,
				...(region !== undefined && {region}),
				...(roleArn !== undefined && {roleArn}),
				...(url !== undefined && {endpointUrl: url}),
			};
		}
	}
}

/** The name that is kept as recent and default. */
export function itemName(item: ContextItem): string | undefined {
	if (item.type === 'here') return 'local';
	if (item.type === 'found') return item.url;
	return item.type === 'profile' ? item.profile.name : undefined;
}

/** The same as a command line. */
export function itemCommand(layer: ContextsLayer, item: ContextItem): string {
	const request = requestOf(layer, item);
	if (!request) return 'sluice --endpoint-url URL';
	const flags =
		request.type === 'here'
			? ['--local']
			: request.type === 'endpoint'
				? ['--endpoint-url', request.url]
				: ['--profile', quoted(request.name), ...(request.endpointUrl ? ['--endpoint-url', request.endpointUrl] : [])];
	if (request.type !== 'here' && request.region) flags.push('--region', request.region);
	if (request.type === 'profile' && request.roleArn) flags.push('--role', request.roleArn);
	return `sluice ${flags.join(' ')}`;
}

function quoted(name: string): string {
	return /^[\w.@:/+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}

/** `sso acme, valid 6h`, `role via acme-prod, needs MFA`. What is wrong comes first. */
export function loginText(profile: ListedProfile, nowMs: EpochMs): string {
	if (profile.fault !== undefined) return profile.fault;
	if (profile.endpointFrom !== undefined && profile.login.type === 'none') return profile.endpointFrom;
	return describeLogin(profile.login, nowMs);
}

function describeLogin(login: Login, nowMs: EpochMs): string {
	switch (login.type) {
		case 'sso':
			return `sso${login.session === undefined ? '' : ` ${login.session}`}, ${tokenText(login.token, nowMs)}`;
		case 'console':
			return `aws login, ${tokenText(login.token, nowMs)}`;
		case 'role':
			return `role via ${login.via}${login.needsMfa ? ', needs MFA' : ''}`;
		case 'web-identity':
			return 'web identity';
		case 'none':
			return 'no login in the files';
		case 'keys':
		case 'process':
			return login.type;
	}
}

function tokenText(token: Token, nowMs: EpochMs): string {
	if (token.status === 'none') return 'not logged in';
	if (token.untilMs > nowMs) return `valid ${roughly(token.untilMs - nowMs)}`;
	if (token.renewsItself) return 'renews itself';
	return `expired ${roughly(nowMs - token.untilMs)} ago`;
}

/** `9m`, `6h`, `3 days`: nobody plans by the second. */
function roughly(durationMs: number): string {
	const minutes = Math.floor(durationMs / 60_000);
	if (minutes < 60) return `${minutes}m`;
	if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}h`;
	const days = Math.floor(minutes / (24 * 60));
	return days === 1 ? '1 day' : `${days} days`;
}

/** Whether `aws sso login` or `aws login` would help. */
export function canLogIn(login: Login): boolean {
	return login.type === 'sso' || login.type === 'console';
}

export function isExpired(login: Login, nowMs: EpochMs): boolean {
	if (login.type !== 'sso' && login.type !== 'console') return false;
	const {token} = login;
	return token.status === 'none' || (token.untilMs <= nowMs && !token.renewsItself);
}

/** The mode it would start in, and whether that is production; or what to press first. */
export function guessText(profile: ListedProfile, state: State): readonly [mode: string, isProd: boolean] {
	if (profile.fault !== undefined) return ['', false];
	if (isExpired(profile.login, state.nowMs)) return ['e renews', profile.isProd];
	return [profile.mode, profile.isProd];
}
