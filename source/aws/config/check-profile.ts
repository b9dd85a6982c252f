import type {Block, LocatedFault, Setting} from './profiles.ts';

type Known = {
	readonly byName: ReadonlyMap<string, Block>;
	readonly ssoSessions: ReadonlyMap<string, Block>;
	readonly services: ReadonlyMap<string, Block>;
};

/** What is wrong with a profile that AWS's tools would only say when it is used. */
export function checkProfile(profile: Block, known: Known): readonly LocatedFault[] {
	const setting = (key: string): Setting | undefined => profile.settings.get(key);
	const faults: LocatedFault[] = [];
	const report = (at: Setting, text: string): void => void faults.push({file: at.file, line: at.line, text});

	const source = setting('source_profile');
	if (source && !known.byName.has(source.value)) report(source, `unknown source_profile "${source.value}"`);
	const loop = source ? sourceLoop(profile, known.byName) : undefined;
	if (source && loop) report(source, `source_profile goes round in a circle: ${loop.join(', ')}`);

	const role = setting('role_arn');
	if (role && !source && !setting('credential_source') && !setting('web_identity_token_file'))
		report(role, 'role_arn needs a source_profile or a credential_source');

	const session = setting('sso_session');
	if (session && !known.ssoSessions.has(session.value)) report(session, `there is no [sso-session ${session.value}]`);

	const services = setting('services');
	if (services && !known.services.has(services.value)) report(services, `there is no [services ${services.value}]`);

	const region = setting('region');
	if (region && region.value !== '' && !/^[a-z0-9-]+$/.test(region.value)) report(region, `"${region.value}" is no region`);

	const endpoint = setting('endpoint_url');
	if (endpoint && !URL.canParse(endpoint.value)) report(endpoint, 'endpoint_url is no URL');
	return faults;
}

/** The profiles of a circle, beginning and ending with this one. A profile that names itself and has keys of its own is none. */
function sourceLoop(profile: Block, byName: ReadonlyMap<string, Block>): readonly string[] | undefined {
	const path = [profile.name];
	let next = profile.settings.get('source_profile')?.value;
	while (next !== undefined && path.length <= byName.size) {
		if (next === profile.name) return hasKeys(profile) ? undefined : [...path, next];
		if (path.includes(next)) return undefined;
		path.push(next);
		const block = byName.get(next);
		next = block && !hasKeys(block) ? block.settings.get('source_profile')?.value : undefined;
	}
	return undefined;
}

function hasKeys(block: Block): boolean {
	return block.settings.has('aws_access_key_id');
}
