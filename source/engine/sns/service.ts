import {parseArn} from '../../shared/arn.ts';
import {AwsError, defineService} from '../action.ts';
import {authorizeTopicAction} from './access.ts';
import {addPermission} from './actions/add-permission.ts';
import {checkIfPhoneNumberIsOptedOut} from './actions/check-if-phone-number-is-opted-out.ts';
import {confirmSubscription} from './actions/confirm-subscription.ts';
import {createPlatformApplication} from './actions/create-platform-application.ts';
import {createPlatformEndpoint} from './actions/create-platform-endpoint.ts';
import {createSMSSandboxPhoneNumber} from './actions/create-sms-sandbox-phone-number.ts';
import {createTopic} from './actions/create-topic.ts';
import {deleteEndpoint} from './actions/delete-endpoint.ts';
import {deletePlatformApplication} from './actions/delete-platform-application.ts';
import {deleteSMSSandboxPhoneNumber} from './actions/delete-sms-sandbox-phone-number.ts';
import {deleteTopic} from './actions/delete-topic.ts';
import {getDataProtectionPolicy} from './actions/get-data-protection-policy.ts';
import {getEndpointAttributes} from './actions/get-endpoint-attributes.ts';
import {getPlatformApplicationAttributes} from './actions/get-platform-application-attributes.ts';
import {getSMSAttributes} from './actions/get-sms-attributes.ts';
import {getSMSSandboxAccountStatus} from './actions/get-sms-sandbox-account-status.ts';
import {getSubscriptionAttributes} from './actions/get-subscription-attributes.ts';
import {getTopicAttributes} from './actions/get-topic-attributes.ts';
import {listEndpointsByPlatformApplication} from './actions/list-endpoints-by-platform-application.ts';
import {listOriginationNumbers} from './actions/list-origination-numbers.ts';
import {listPhoneNumbersOptedOut} from './actions/list-phone-numbers-opted-out.ts';
import {listPlatformApplications} from './actions/list-platform-applications.ts';
import {listSMSSandboxPhoneNumbers} from './actions/list-sms-sandbox-phone-numbers.ts';
import {listSubscriptionsByTopic} from './actions/list-subscriptions-by-topic.ts';
import {listSubscriptions} from './actions/list-subscriptions.ts';
import {listTagsForResource} from './actions/list-tags-for-resource.ts';
import {listTopics} from './actions/list-topics.ts';
import {optInPhoneNumber} from './actions/opt-in-phone-number.ts';
import {publishBatch} from './actions/publish-batch.ts';
import {publish} from './actions/publish.ts';
import {putDataProtectionPolicy} from './actions/put-data-protection-policy.ts';
import {removePermission} from './actions/remove-permission.ts';
import {setEndpointAttributes} from './actions/set-endpoint-attributes.ts';
import {setPlatformApplicationAttributes} from './actions/set-platform-application-attributes.ts';
import {setSMSAttributes} from './actions/set-sms-attributes.ts';
import {setSubscriptionAttributes} from './actions/set-subscription-attributes.ts';
import {setTopicAttributes} from './actions/set-topic-attributes.ts';
import {subscribe} from './actions/subscribe.ts';
import {tagResource} from './actions/tag-resource.ts';
import {unsubscribe} from './actions/unsubscribe.ts';
import {untagResource} from './actions/untag-resource.ts';
import {verifySMSSandboxPhoneNumber} from './actions/verify-sms-sandbox-phone-number.ts';
import {validationError} from './errors.ts';
import {createSnsState, endSnsState, type SnsState} from './state.ts';

/** @see [Amazon SNS API Reference](https://docs.aws.amazon.com/sns/latest/api/Welcome.html) */
export const snsService = defineService<SnsState>({
	id: 'sns',
	title: 'Amazon SNS',
	query: {version: '2010-03-31', namespace: 'http://sns.amazonaws.com/doc/2010-03-31/'},
	actions: [
		addPermission,
		checkIfPhoneNumberIsOptedOut,
		confirmSubscription,
		createPlatformApplication,
		createPlatformEndpoint,
		createSMSSandboxPhoneNumber,
		createTopic,
		deleteEndpoint,
		deletePlatformApplication,
		deleteSMSSandboxPhoneNumber,
		deleteTopic,
		getDataProtectionPolicy,
		getEndpointAttributes,
		getPlatformApplicationAttributes,
		getSMSAttributes,
		getSMSSandboxAccountStatus,
		getSubscriptionAttributes,
		getTopicAttributes,
		listEndpointsByPlatformApplication,
		listOriginationNumbers,
		listPhoneNumbersOptedOut,
		listPlatformApplications,
		listSMSSandboxPhoneNumbers,
		listSubscriptions,
		listSubscriptionsByTopic,
		listTagsForResource,
		listTopics,
		optInPhoneNumber,
		publish,
		publishBatch,
		putDataProtectionPolicy,
		removePermission,
		setEndpointAttributes,
		setPlatformApplicationAttributes,
		setSMSAttributes,
		setSubscriptionAttributes,
		setTopicAttributes,
		subscribe,
		tagResource,
		unsubscribe,
		untagResource,
		verifySMSSandboxPhoneNumber,
	],
	createState: createSnsState,
	endState: endSnsState,
	unsignedScope,
	authorize: authorizeTopicAction,
	violationError: validationError,
	unknownActionError: name => new AwsError(`Could not find operation ${name} for version 2010-03-31`, {code: 'InvalidAction'}),
	typeError: message => new AwsError(message, {code: 'MalformedInput'}),
});

/** Links in mails and notifications say by the ARN in them whose topic they speak of. */
function unsignedScope(_actionName: string, input: Readonly<Record<string, unknown>>): {accountId: string; region: string} | undefined {
	for (const name of ['TopicArn', 'SubscriptionArn', 'TargetArn', 'ResourceArn', 'PlatformApplicationArn', 'EndpointArn']) {
		const value = input[name];
		const arn = typeof value === 'string' ? parseArn(value) : undefined;
		if (arn?.service === 'sns' && arn.region !== '' && /^\d{12}$/.test(arn.accountId))
			return {accountId: arn.accountId, region: arn.region};
	}
	return undefined;
}
