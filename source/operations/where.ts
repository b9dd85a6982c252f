import {isAborted} from '../aws/errors.ts';
import type {Session} from '../aws/session.ts';
import {parseArn} from '../shared/arn.ts';

/**
The `account` line of a plan: `123456789012, eu-west-1, as role/oncall`. Where the account cannot be read it says so rather than fail the plan.
*/
export async function accountFact(session: Session, options: {signal?: AbortSignal} = {}): Promise<{label: string; text: string}> {
	const {region, name, target, endpointUrl} = session.context;
	const place = target === 'aws' ? region : `${region} at ${endpointUrl ?? name}`;
	try {
		const {accountId, arn} = await session.identity(options);
		const who = target === 'engine' ? '' : `, as ${callerName(arn)}`;
		return {label: 'account', text: `${accountId}, ${place}${who}`};
	} catch (error) {
		if (isAborted(error)) throw error;
		return {label: 'account', text: `not known (${name}), ${place}`};
	}
}

/** `role/oncall` of an assumed role's ARN, else its resource. */
export function callerName(arn: string): string {
	const resource = parseArn(arn)?.resource ?? arn;
	const [kind, role] = resource.split('/');
	return kind === 'assumed-role' && role !== undefined ? `role/${role}` : resource;
}
