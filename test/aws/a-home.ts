import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {vi} from 'vitest';
import type {FakeAws} from './fake-aws.ts';

const config = `[profile keys]
aws_access_key_id = AKIDKEYS
aws_secret_access_key = secret
region = eu-west-1

[profile role]
role_arn = arn:aws:iam::123456789012:role/oncall
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/jo
region = eu-west-1

[profile sso]
sso_session = acme
sso_account_id = 123456789012
sso_role_name = ReadOnly
region = eu-west-1

[sso-session acme]
sso_region = us-east-1
sso_start_url = https://example.awsapps.com/start
`;

/** A home with AWS's files in it. */
export function aHome(): {readonly home: string; logIn(expiresAt: string): void} {
	const home = mkdtempSync(join(tmpdir(), 'sluice-home-'));
	const cache = join(home, '.aws', 'sso', 'cache');
	mkdirSync(cache, {recursive: true});
	writeFileSync(join(home, '.aws', 'config'), config);
	return {
		home,
		logIn: expiresAt =>
			writeFileSync(join(cache, `${createHash('sha1').update('acme').digest('hex')}.json`), JSON.stringify({accessToken: 'x', expiresAt})),
	};
}

/** What the SDK's own clients for signing in read of the process. */
export function atFake(fake: FakeAws, home: string): Record<string, string> {
	const environment = {
		HOME: home,
		AWS_ENDPOINT_URL_SQS: fake.url,
		AWS_ENDPOINT_URL_STS: fake.url,
		AWS_ENDPOINT_URL_SSO: fake.url,
		AWS_EC2_METADATA_DISABLED: 'true',
	};
	for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
	return environment;
}
