# Sourced by az.sh in a sandbox of its own (FLOWS=machines), beside the other flows: disks and machines that change, and
# machines restored in place and as new ones.

on_machine=(-g rg-prod --vm-name VM004)
lun_names="storageProfile.dataDisks[].name"
power() {
  shows "$1" "PowerState/$2" vm get-instance-view -n "${3:-VM004}" -g rg-prod \
    --query "instanceView.statuses[?starts_with(code, 'PowerState')].code"
}

# --- networks -------------------------------------------------------------------------------------

shows "vm show -d" "VM running true" vm show -d -g rg-prod -n VM004 \
  --query "[powerState, starts_with(privateIps, '10.')]"
shows "vm list-ip-addresses" "VM004 0" vm list-ip-addresses -g rg-prod -n VM004 \
  --query '[0].virtualMachine.[name, length(network.publicIpAddresses)]'
shows "vm nic show" "true true" vm nic show "${on_machine[@]}" --nic VM004-nic \
  --query "[ends_with(virtualMachine.id, '/VM004'), starts_with(macAddress, '00-')]"
shows "network vnet list" true network vnet list --query "contains([].name, 'vnet-prod')"
shows "network public-ip list" "" network public-ip list

# --- disks ----------------------------------------------------------------------------------------

shows "disk create" "az-disk 32 Unattached" disk create -g rg-prod -n az-disk --size-gb 32 \
  --query '[name, diskSizeGb, diskState]'
works "vm disk attach --new" vm disk attach "${on_machine[@]}" --name az-new --new --size-gb 8
works "vm disk attach" vm disk attach "${on_machine[@]}" --name az-disk
shows "the machine has both" "az-new az-disk" vm show -g rg-prod -n VM004 --query "$lun_names"
refuses "a LUN in use" "A disk at LUN 1 already exists." \
  vm disk attach "${on_machine[@]}" --name az-third --new --lun 1
refuses "a new disk of a name that is taken" "Only CreateOption.Attach is supported" \
  vm disk attach "${on_machine[@]}" --name az-disk --new
refuses "a disk of another machine" "already owned by VM" \
  vm disk attach -g rg-prod --vm-name VM003 --name az-disk
refuses "an attached disk is not deleted" OperationNotAllowed disk delete -g rg-prod -n az-disk --yes
shows "disk update of a data disk that is attached" 64 disk update -g rg-prod -n az-disk \
  --size-gb 64 --query 'diskSizeGb'
os_disk=$(value vm show -g rg-prod -n VM004 --query storageProfile.osDisk.name)
refuses "an OS disk that is attached does not grow" "requires the virtual machine to be deallocated" \
  disk update -g rg-prod -n "$os_disk" --size-gb 512
refuses "a disk does not shrink" "Disk size reduction is not supported" \
  disk update -g rg-prod -n az-disk --size-gb 8
works "vm disk detach" vm disk detach "${on_machine[@]}" --name az-disk
shows "a detached disk is free" Unattached disk show -g rg-prod -n az-disk --query diskState
works "disk delete" disk delete -g rg-prod -n az-disk --yes

# --- machines -------------------------------------------------------------------------------------

shows "vm update" ops vm update -g rg-prod -n VM004 --set tags.owner=ops --query tags.owner
works "vm restart" vm restart -g rg-prod -n VM004
power "a restarted machine runs" running
works "vm resize" vm resize -g rg-prod -n VM004 --size Standard_D4s_v5
shows "it has the size" Standard_D4s_v5 vm show -g rg-prod -n VM004 --query hardwareProfile.vmSize
refuses "a size with a local disk" OperationNotAllowed \
  vm resize -g rg-prod -n VM004 --size Standard_D4s_v3
works "vm deallocate" vm deallocate -g rg-prod -n VM004
refuses "vm restart of a machine that is deallocated" OperationNotAllowed vm restart -g rg-prod -n VM004
works "an empty disk for an encrypted machine" \
  vm disk attach -g rg-prod --vm-name VM001 --name az-bare --new --size-gb 4
shows "it comes without encryption" "" disk show -g rg-prod -n az-bare \
  --query encryptionSettingsCollection.enabled
shows "the other disks stay encrypted" "true true" vm encryption show -g rg-prod -n VM001 \
  --query "[disks[0].encryptionSettings[0].enabled, disks[?name=='az-bare'] | [0].encryptionSettings == null]"

# --- restoring into machines ------------------------------------------------------------------------

# az looks seldom: in that time the job ends, and the day does not come to the backups of the policies.
job_ends() {
  speed 240
  works "$1" backup job wait "${vault[@]}" -n "$2"
  speed "${SANDBOX_SPEED:-60}"
}
now() {
  echo "backup protection backup-now $(printf '%s ' "${vault[@]}") $(item "$1") -i $1 \
    --retain-until $(date -u -d '+60 days' +%d-%m-%Y)"
}
shows "enable-for-vm, for restores" "ConfigureBackup Completed" backup protection enable-for-vm \
  "${vault[@]}" -p DefaultPolicy --vm VM015 --query 'properties.[operation, status]'
job=$(value $(now VM015) --query name)
job_ends "job wait, for restores" "$job"
point=$(value backup recoverypoint list "${vault[@]}" $(item VM015) -i VM015 --query '[0].name')
encrypted=$(value backup recoverypoint list "${vault[@]}" $(item VM005) -i VM005 --query '[0].name')
into() {
  echo "backup restore restore-disks $(printf '%s ' "${vault[@]}") -c $1 -i $1 -r $2 --storage-account stprodrestore"
}
anew() {
  echo "--target-resource-group rg-prod --target-vm-name $1 --target-vnet-name vnet-prod \
    --target-vnet-resource-group rg-prod --target-subnet-name default"
}
anew_job=$(value $(into VM015 "$point") $(anew VM015-az) --query name)
job_ends "job wait of the new machine" "$anew_job"
shows "restore-disks as a new machine" "Recover VM to an alternate location Completed Completed" \
  backup job show "${vault[@]}" -n "$anew_job" --query "properties.extendedInfo.[propertyBag.\"Job Type\", \
    tasksList[0].status, tasksList[1].status]"
power "the new machine runs" running VM015-az
refuses "a machine of that name is there" UserErrorTargetVmAlreadyExists \
  $(into VM015 "$point") $(anew VM015-az)
refuses "an encrypted machine is not restored as a new one" UserErrorEncryptedVmRestoreNotSupported \
  $(into VM005 "$encrypted") $(anew VM005-new)
refuses "the disks of a machine that runs are not replaced" UserErrorVmNotShutDown \
  $(into VM015 "$point") --restore-mode OriginalLocation
works "vm deallocate, to replace its disks" vm deallocate -g rg-prod -n VM015
before=$(value vm show -g rg-prod -n VM015 --query storageProfile.osDisk.name)
in_place=$(value $(into VM015 "$point") --restore-mode OriginalLocation --query name)
job_ends "job wait of the replacement" "$in_place"
shows "restore-disks in place" "Replace disks VM015 Completed Completed" \
  backup job show "${vault[@]}" -n "$in_place" --query "properties.extendedInfo.[propertyBag.\"Job Type\", \
    propertyBag.\"Target VM Name\", tasksList[0].status, tasksList[1].status]"
shows "the machine has the restored disk" true vm show -g rg-prod -n VM015 \
  --query "starts_with(storageProfile.osDisk.name, 'vm015-osdisk-')"
shows "the replaced disk is kept" Unattached disk show -g rg-prod -n "$before" --query diskState
works "vm start with it" vm start -g rg-prod -n VM015
power "the machine runs with it" running VM015

# --- machines that are deleted ----------------------------------------------------------------------

works "vm delete" vm delete -g rg-prod -n VM015 --yes
refuses "the machine is gone" ResourceNotFound vm show -g rg-prod -n VM015
shows "its interface is left" VM015-nic resource list -g rg-prod \
  --resource-type Microsoft.Network/networkInterfaces --query "[?name=='VM015-nic'].name"
shows "its disk is left" true resource list -g rg-prod --resource-type Microsoft.Compute/disks \
  --query "contains([].name, '$before')"
shows "its item is left" Protected backup item show "${vault[@]}" $(item VM015) -n VM015 \
  --query properties.protectionState
job=$(value $(now VM015) --query name)
shows_in_time "a backup of a machine that is gone fails" "Failed BCMV2VMNotFound" backup job show \
  "${vault[@]}" -n "$job" --query 'properties.[status, errorDetails[0].errorTitle]'
refuses "disks are not replaced in a machine that is gone" UserErrorOriginalVmNotFound \
  $(into VM015 "$point") --restore-mode OriginalLocation
