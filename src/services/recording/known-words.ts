// The words that a recording may hold as they are: those of Azure's interfaces and messages, of which its
// field names, constants and sentences are made. Whatever is made of other words is replaced, so that what
// nobody thought of is left out, not let through. Put together from the models of Azure's SDKs and from
// what the services here read.

const WORDS = `
aad aadsts abbreviation able abort abortable aborted about above absence absent absolute accelerated
accelerator accept acceptable acceptance accepted accepts access accessible accesstoken account accounts acls
acquire across acs act action actions activate activated activation active activity actual ad add added
addition additional addr address addressed addresses adds ade adequate admin administrator admit admits
admitted advanced aes affinity afs after ag again against age agent aggregate aggregated aggregation agreement
ahead aka akv alert alerts alg algorithm algorithms alias aliases align aligned alignment alive all alloc
allocatable allocated allocation allow allowed allows alone already also alternate alternative altname always
am ambiguous amount amp an analytics anchormailbox and another answer answered answers antivirus any
anyone anything apart api app appears appid applicable application applications applied apply appropriate
approval approvals approve approved approver approvers april architecture archivable archive archived are args
argument arm array arrays arrivals artifact as ase ask asked asking aspnet assertion assess assessment asset
assign assignable assigned assigning assignment assignments associated association associations assumed
assumption assumptions async asynchronous asyncnotification asyncoperation at attach attachable attached
attempt attempts attestation attribute attributes aud audience audiences audit august auth authenticate
authenticated authentication author authoritative authority authorization authorize authorized auto automatic
automatically auxiliary availability available await awaited azb azbackup azure azuredeploy
azurediskencryption azurerm azureservices azuresubscription back backed backend backoff backup backupconfig
backupjobs backuppolicies backupprotecteditems backups backupstorageconfig bad bag balance balancer bandwidth
bare base based basic batch batches bcdr bcm bcmv be bearer because becomes been before beforehand begin
beginning begins behavior being bek belong belonging belongs below best between bicep big bigint billing bind
birth bit bitlocker bits blob blobs blobsize block blocked blocks bms bmspo bmsrp bodiless body book bool
boolean boot boots both bound bounded bps branding breach break bring broken budget buffer building built
builtin bundle bursting busy but by bypass byte bytes cache cached caching calendar call caller calls came can
cancel cancelable canceled cancellable cancellation cancellations cancelled cancelling cannot canonical
capabilities capability capacity capture captured carried carries carry case casing catalogue catch categories
category cause causes cbc cbcpad ceil center cert certificate certificates chain challenge chance change
changed changedtime changes changing channel character charset check checked checknameavailability checks
child children china chinacloudapi choice choices choose chooses chosen chunk chunks cidrv cipher cipheriv
circles circular ckm claim claims class classic classification classifications cleanup cli client clients
clock clocks clone close closed closes cloud clouds cluster cmk code codec codes coerce collect collection
collocated colocation column com combine command commandname commands comments commit common communicate
communication community comp compact compare compatible compile complete completed completion component
composite compression compute computed computer concat concatenated condition conditional conditions conf
confidential config configblobsize configs configuration configurations configure configured conflict
conflicting conn connect connection connections connectivity consent consented consistency consistent console
const constant constants constrained constraints constructor contact contained container containers contains
content contents context continue contributor control controller convert converted coordinator copied copies
copy copying copyright core cores correct correctly correlation corresponding cost costs could count counted
counter country counts covers cpu crash create created createdtime creating creation credential credentials
critical cross crp crr crv crypto cryptographic cryptography current currently curve custom customer
customized cut cycle daily dashes data database databases datacenter datadisk dataprotection datasource date
dates datetime day days dbx ddos deactivate deadline deallocate deallocated debug december decimal decimals
decipher decipheriv decision declaration declared decode decoder decrypt dedicated dedup deep def default
defaults deferral deferred define defined definition definitions degraded delay delegated delegations
deletable delete deleted deletedkeys deletedmanagedhsms deletedsecrets deletedvaults deleteissuers deletenic
deletes deletesas deleting deletion delivery delta demand denial denied denies deny dependencies dependency
depends deploy deployment deployments deprecated deprecation depth desc describe described description
descriptor deserialized deserializer desirable destination destructive detach detached detail detailed details
detected determining device devicecode diagnostic diagnostics dictionary did diff difference different
differential differs digest digits dimension dimensions dir direct directory disable disabled disallowed
disclaimer disconnected discovered discovery discriminated discriminator discriminators disk
diskencryptionsettings disks display dissociated distributed dns do docs document documentation documented
documents does doesn doing domain domains done dot dotnet double doubles down download dpm dr drive dscp due
duplicate duplicates duration during dynamic each eaddrnotavail eai earlier earliest early echoed echsm
econnaborted econnrefused econnreset edge edit editable edm effect effective effort ehostunreach either
elapsed elastic element eligibility eligible else elsewhere email empty enable enabled enablement enabling enc
encode encoded encoder encoding encountered encrypt encrypted encrypting encryption end ended ending endings
endpoint endpoints ends enetunreach enforce enforced engine engines enhanced enotfound enough ensure entities
entity entra entries entry enum enumerable enumeration envelope environment ephemeral epipe epoch eproto eq
equal equalities equals err errno error errordetail errors escalation escape esockettimedout establish
estimated etag etimedout eula evaluate evaluates evaluation even event events ever every everywhere eviction
evidence exact exactly examine example exceeded excel excellent except exceptiontype exchange exclude excluded
excludes exclusion exe exec executed execution exemption exist existence existing exists exit exp expand
expandable expanded expanding expands expect expectation expected expects expiration expire expired expires
expiry explained explaining explicit exponent export exportable exported exports expression expressions ext
extend extended extendedinfo extends extension extensions external extra extract fabric fabrics factor facts
fail failed failover fails failure failures fair falls false fam family fatal fault faults feature features
february fedauthredirect federated feff fetch fetched few fidelity field fields file files fileshare fill
filter filtered filters final finally find findings finds finish finite fips firewall first fit fits fitting
fix fixed flag flagged flat flexible floating floor flow folder folders follow followed following footer for
forbidden forbids force forced foreign forever forget forgotten form format formats formatted formed
forwarding found fourth fpga fraction fragment frame free freeze frequency frequent fresh friday friendly from
frontchannel frozen full function functions further gallery gap gateway gb gcm gdpr ge gen generate generated
generation generic geo geography get getaddrinfo getissuers getrotationpolicy gets getsas github giu give
given gives global globally go goal goals goes gone good governing government grace grain grant granted graph
greater grid group groups grs gt guard guarded guards guest guid had half hana handle handler handlers happen
happens hard hardened hardware harmless has hash have head header headers health healths healthy held help
helpers hence here hex hibernation high historical history hmac hoc hold holder holders holds home homepage
honour hook hooks host hosted hostname hosts hotpatching hour hourly hours how however href hsm hsmpools hsms
hsr html http https hub hundred hyper hyphens iaa iaas iaasvm iaasvmcontainerv iana iat id idempotent
identical identifier identifiers identify identities identity idle ids idtyp ieee if ignore ilr image images
imds immediately immutability immutable implemented import in inadequate inbound incarnation include included
includes including inclusion incomplete inconsistent incorrect increase incremental index infer infinity info
information infrastructure inheritable inherited initial initialization initialized initiate initiated
initiator inner innererror input inquiry ins insert install installation installed instance instanceof
instances instanceview instant instants instead instructions insufficient int integer integers integrity
intent inter interaction interconnect interface interfaces internal interval intervals intl into invalid iops
ip ipconfig ipv irpending irreversible is iso iss issqlcompression issue issuer issues isu it item items
iterable iterator its itself january job jobs join joined json july june just justification jwe jwk jwks jwt
kb kbs keep keeps kek kept kerb key keyof keys keyvault kid kind kinds know known knows kpi kpis kty kv label
lack lacks lag language lapse lapses large larger last lasting latest latitude launch le leaf learn lease
least leave leaves left length lengths less lesser let lets letter letters level levels lib library license
lies life lifecycle lifespan lifetime like limit limited limits line lines link linked linux list listed
listener listeners listissuers lists listsas literal literals little live load local locale localhost
localized locally location locations lock locked locker locks log logical login logo logout long longer
longitude look loops loose loss low lower lowered lowest lrs lt lts lun luns mab mac machine machines made
main maintenance major make making malformed manage managecontacts managed managedhsms manageissuers
management managementgroups manager manual manually many map mapper mappers mapping mappings march mark marker
marketplace marks mask masks match matches material math matrix max maximum maxresults may mb me meaning
mechanism mechanisms media megabytes member members memory merge merged message messages met meta metadata
meter method methods metric mgmt mhsm mhsmip microsoft microsoftonline might migrate migrating migration
millisecond milliseconds min minds minified minimal minimum minor mins minute minutes mismatch missing mix
mixed mod mode model modelled models modes modifiable modified modify module modulus monday monitor monitoring
month monthly months more most mount mounts move moved movement ms msdtc msgraph msi msiserver much multi
multiple must mware my name named names namesake namespace namespaces nat native nbf ne nearest need needed
needs negative neither nested net network networking networks never new newer newest next nic no nobody node
nodes non nonce none nor normal not note notes nothing notice notification notifications noun november now
null nullable nullish number numbers numeric numgroups nvme oaep oauth obeys object objection objections
objects observe obstacle obtained oct octet october odata odd oddness of off offer offered offline offset
offsets often oid oidc oidcrequesturi oidctoken ok old older oldest omit on once one ones only onto open
openapi opened openid opens operand operands operating operation operationresults operations operationstatuses
opinion ops optimized option optional options or orchestration order ordered organization orgs origin original
os osdisk other others our ours out outbound outcome outcomes outdated outer output outputs outside over
overhead overprovision overprovisioned overridable override overwrite own owned ownership owns pace paces pack
package packages pad padding page paged pages pair paired pairs pairwise parallel param parameter parameters
parametersetname params parent parents parse parsed parsing part partial partially partner parts party pass
passed passing passive past patch patchable patches path pathname paths pattern patterns pause paused pay
payload payloads payment peerings peers pem pending per percent percentage perform performance performed
period permanent permanently permission permissions permitted persisted persistent personal pfx phase phrase
physical pick pin pipe pipeline pipelines pir pkcs place placed placement places plain plan plane planes
planned platform please plugin plugins plus pm pmk point points policies policy poll poller polls polymorphic
pool pools poor populated port portal position positive possible post posts posture potential power powershell
pragma pre prebackupvalidation precondition prefer preferred prefix prefixes preflight premise premium
premiumv prepare prepared preprovisioning present preventing prevents preview previous price primary principal
principalid principals print printed prioritize prioritized priority privacy private privilege privileges
probe problem problems process processing product profile profiles progress projected promise promised
promotion prop propagation proper properties property proportion props prot protect protectable protected
protecting protection protocol protocols prototype provided provider providers provision provisioned
provisioning provisioningstate proxies proximity proxy public publish published publisher publishing pull
purchase purge purgeable purged purging purpose push put quantity queried query question queue quieter quot
quota quotas quoted race ragrs random range ranges rank rate ratelimit rather raw rbac rdp reach reachable
reached reaches read readable reader readers readiness reading readonly reads ready real realm reapply reason
reasons reattach rebalance rebalancing reboot reboots recently recipient recipients recommendation
recommendations recommended record recorded recording recover recoverable recovered recovering recovery
recoverypoints recoveryservices recreate redact redacted redeploy redirect redist reduce reduces reduction
redundancies redundancy redundant ref refer reference referenced referencing refine reflect refresh refreshed
refusal refusals refuse refused refuses reg regeneratekey regex region regional regions register registered
registering registers registration registry regular rehydrate rehydrated rehydration reimage reinstall
reinstalls reject rejected related relative release remainder remaining remove removed render rendering renew
repair repairs repeat repeated repetition replace replaced replica replicated replicating replication reply
report reported request requested requestid requestor requests require required requires requiring reregister
rerun reservation reservations reserved reset resiliency resilient resize resolution resolve resolved
resolving resource resourcegroup resourcegroups resourceguardproxies resourceguards resourceid resources
resourcetype respectively respond response rest restart restore restored restores restoring restriction
restrictions restype result results resume resumed retail retain retention retriable retries retrieve retry
return returned reuse reused reusing reveal reversed revocation revoked right rights role rolename roles roll
rollback rolledback rolling room root rotate rotation round route routes routing row rows rp rs rsa rsahsm
rsnull rule rules run runner running runs runtime sa safe safety same saml san sandbox sap sas satisfiable
satisfies saturday save saving savings says scalar scale scanning sch schedule scheduled scheduling schema
scope scoped scopes score screenshot script scripts scsi sdk seal sealed sealing search sec second secondary
seconds secret secrets sector secure secured securedbyperimeter security see seed seen segment segments select
selected selection selects self send sender sending sent sentence september sequence serial serialization
serialized serializer served server servers service services session set setissuers setrotationpolicy sets
setsas setting settings settle settled several sha shadow shall shallow shape share shared sharedkey
sharepoint shares sharing shell shift shoebox short shorten shortened should show shown shows shut shutdown
side sig sign signal signature signatures signed signing silent simple simpleschedulepolicyv simplification
simplified since single site size sizes skip skipped skipshutdown skiptoken sku skus sleep slice slow smaller
snapshot snapshots socket soft softdelete softdeleted softly software some something soon sort sortable sorted
source sources sp space spaced span speaks spec specific specification specifications specificity specified
specs speed spending spent splice spliced split spot spr sql sqlag sqldb sr ssd ssdlrs ssdzrs ssh stable stack
stage staged stages staging stamp stamps standard standby start started starting starts startswith state
stated statement states static status statuses stays steering stem step steps still stop stopped storage store
stored strategy stream streamed streaming strict string stringify strings strong structured sts stuck sub
subarray subgroup subgroups subinquireditemcount subject submitted subnet subnets subprotectableitemcount
subscription subscriptions substatus substatuses succeeded success successful successfully such sufficient
suffix suffixes suggested suggestion sum summaries summary sunday super support supported supportive supports
suppress sure surge surroundings suspend suspended svm switch switched switching symbol symbolic sync syntax
sys syscall system systemassigned systems table tag tagged tagname tags tagvalue take taken takes taking tap
target targeted targets task tasks tb tcp telemetry tell temp template templates temporary ten tenant tenants
term terminal terminate terms terraform text texts tfs than that the theft their them then there therefore
these they things third thirty this those thousand threads three throttle throttled throttling through throw
thrown thumb thumbprint thursday ticket ticketing ticks tid tier tiering tiers time timed timedout timeout
timer times timestamp timing title tls to today together token tokens told tolerating tolower too tools top
total touch toupper tpm trace traceparent tracestate tracing track tracked tracking traffic transaction
transfer transferred transform transient transitioning transport treat trial tries trigger triggered trim
troubleshooting true trunk trusted try tuesday turn twelve twenty twice two typ type typeof types uber
ubuntu uefi uint ultra ultrassd unable unaligned unassigned unattached unattend unauthorized unavailability
unavailable uncached unchanged undefined undelete undeletion under underlying understand undetermined
undocumented unexpected unfinished unhealthy uniform uninstall union unique unit units unix unknown unlisted
unlock unlocked unmanaged unmatched unmodelled unmodified unneeded unquote unreachable unread unreadable
unrecognized unregister unresponsive unsafe unset unsupported until unused unwrap unwrapped up upcoming update
updated updates updating upgrade upgraded upload upn upper uri url urlencoded urls us usable usage usages use
used user useragent userinfo username users uses usgovcloudapi using usual usually utc utf util utilization
uuid valid validate validated validation validations value values var variable variables variants vary vault
vaultconfig vaulted vaults vaultstorageconfig ver verb verdict verified verify version versioned versions very
vhd vhds vhdx via view views violation violations virtual virtualmachines visible visual vm vmbackup vmguest
vmilr vmos vnet void volume volumes vss vssadmin waagent wait waited waiting walk want wanted wants warn
warned warning warnings was watch watched way we weak weakens web wednesday week weekday weekdays weekly weeks
weights well were what whatever when where whether which while who whoever whole whose why wide will win
window windows wire with within without word wording wordings words work worker working workload workloads
world would wrap wrapped write writer writers writes writing written wrong www xcool xml xsmb year yearly
years yes yet yielded you young your yyyy zero zeros zod zonal zone zones zrs
password blueprint blueprints elevate elevation galleries gallery share shares purview consent consents insights alert
alerts autoscale ubuntu canonical jammy focal noble debian redhat rhel suse sles po pop sat sun mon tue wed thu fri rg pv owner owners ir nt marketing doesn isn couldn didn wasn aren wouldn green yellow red
`;

const KNOWN: ReadonlySet<string> = new Set(WORDS.split(/\s+/u).filter((word) => word !== ''));

/** Longest text that counts as a constant. */
const MAX_LENGTH = 100;

/** Words, numbers and signs; `IaasVMBackupJob` is Iaas, VM, Backup, Job. */
const PARTS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^A-Za-z\d]/gu;

/** True for one word that everybody may see, whatever its case. */
export function isKnownWord(word: string): boolean {
  return KNOWN.has(word.toLowerCase());
}

/** True for a text that is made of known words, short numbers and a few signs: a constant or field name. */
export function isConstant(text: string): boolean {
  const parts = text.match(PARTS) ?? [];
  return (
    text.length <= MAX_LENGTH &&
    parts.some((part) => /^[A-Za-z]/u.test(part)) &&
    parts.every((part) => isConstantPart(part))
  );
}

function isConstantPart(part: string): boolean {
  return /^[A-Za-z]/u.test(part)
    ? KNOWN.has(part.toLowerCase()) || /^[A-Zav]$/u.test(part)
    : /^(?:\d{1,5}|[ ./_@$:#,*+-])$/u.test(part);
}

/** True for a constant of two words or more, such as `EncryptionAtRestWithPlatformKey`; a name could be one word. */
export function isCompoundConstant(text: string): boolean {
  const words = (text.match(PARTS) ?? []).filter((part) => /^[A-Za-z]/u.test(part));
  return /^[A-Za-z\d./]+$/u.test(text) && words.length > 1 && isConstant(text);
}
