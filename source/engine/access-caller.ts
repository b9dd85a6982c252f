import type {EpochMs} from '../shared/clock.ts';
import type {AccessCaller} from './action.ts';
import type {Caller} from './credentials.ts';
import type {Exchange} from './exchange.ts';

/**
A request's caller as access policies see it: the root of its account, or nobody in particular when the request is not signed.

`aws:SecureTransport` is always true: nothing leaves the machine, and a policy that demands TLS is to be tried over plain HTTP too.

@see [AWS global condition context keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html)
*/
export function accessCaller(caller: Caller, exchange: Exchange, nowMs: EpochMs): AccessCaller {
	const {accountId, region} = caller;
	const arn = `arn:aws:iam::${accountId}:root`;
	const keys: Record<string, string> = {
		'aws:currenttime': new Date(nowMs).toISOString(),
		'aws:epochtime': String(Math.floor(nowMs / 1000)),
		'aws:securetransport': 'true',
		'aws:requestedregion': region,
		'aws:principalisawsservice': 'false',
		'aws:viaawsservice': 'false',
	};
	for (const [key, value] of [
		['aws:sourceip', exchange.remoteAddress],
		['aws:useragent', exchange.header('user-agent')],
		['aws:referer', exchange.header('referer')],
	] as const)
		if (value !== undefined) keys[key] = value;
	if (!caller.isSigned) return {principal: {type: 'anonymous'}, name: 'anonymous', keys: {...keys, 'aws:principaltype': 'Anonymous'}};
	return {
		principal: {type: 'account', accountId, arn},
		name: arn,
		keys: {
			...keys,
			'aws:principaltype': 'Account',
			'aws:principalaccount': accountId,
			'aws:principalarn': arn,
			'aws:userid': accountId,
		},
	};
}
