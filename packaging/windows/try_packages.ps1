# Installs, tries and removes the packages for Windows; the release workflow does so after it has built them:
#     pwsh packaging\windows\try_packages.ps1 dist
param([Parameter(Mandatory)] [string] $Folder)

$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true

$classes = "HKCU:\Software\Classes"
$uninstall = "HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\{7839CAC9-2F90-51DA-BDE1-F515B7CFDBD3}_is1"
$app = "$env:LOCALAPPDATA\Programs\Stakemap"
$installed = @(
  $app
  "$env:APPDATA\Microsoft\Windows\Start Menu\Programs\Stakemap.lnk"
  "$classes\Stakemap.Map"
  "$classes\.stakemap"
  "$classes\SystemFileAssociations\.json\shell\Stakemap"
  "$classes\Applications\stakemap-app.exe"
  $uninstall
)
$setup = (Get-Item "$Folder\*-setup.exe").FullName
$archive = (Get-Item "$Folder\*.zip").FullName
$silent = "/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART"
$example = "open", "--preset", "armenia-turkiye", "--exit-when-painted"
$state = Join-Path $env:RUNNER_TEMP "state"
$env:STAKEMAP_STATE_DIR = $state
$env:STAKEMAP_CONFIG_DIR = Join-Path $env:RUNNER_TEMP "config"

# The value of a key of the registry that has no name.
function Get-Default([string] $Key) {
  return (Get-Item $Key).GetValue("")
}

# Waits also for programs without a console, as & does not.
function Get-ExitCode([string] $Program, [string[]] $Arguments) {
  return (Start-Process $Program -ArgumentList $Arguments -Wait -PassThru).ExitCode
}

function Assert-Equal($Found, $Expected, [string] $What) {
  if ($Found -ne $Expected) { throw "$What`: expected $Expected, found $Found." }
  Write-Output "ok  $What"
}

# --- installing ---------------------------------------------------------------------------------------------

$log = Join-Path $env:RUNNER_TEMP "setup.log"
$status = Get-ExitCode $setup ($silent + "/LOG=$log")
if ($status -ne 0) { Get-Content $log }
Assert-Equal $status 0 "installing without a question"
foreach ($place in $installed) { Assert-Equal (Test-Path $place) $true "installed: $place" }
$command = '"{0}\stakemap-app.exe" "%1"' -f $app
Assert-Equal (Get-Default "$classes\.stakemap") "Stakemap.Map" "the kind of *.stakemap"
Assert-Equal (Get-Default "$classes\Stakemap.Map\shell\open\command") $command "what opens it"
& "$app\stakemap.exe" selftest
& "$app\stakemap.exe" @example
Assert-Equal (Get-ExitCode "$app\stakemap-app.exe" $example) 0 "the program without a console"
Assert-Equal (Get-ExitCode "$app\stakemap-app.exe" ("open", "--preset", "atlantis")) 2 "the same, with an error"

# --- upgrading ----------------------------------------------------------------------------------------------

Assert-Equal (Get-ExitCode $setup $silent) 0 "installing over the same version"
$version = (Get-ItemProperty $uninstall).DisplayVersion
Set-ItemProperty $uninstall DisplayVersion "9999.0.0"
Assert-Equal (Get-ExitCode $setup $silent) 1 "an older version is refused"
Set-ItemProperty $uninstall DisplayVersion $version
$running = Start-Process "$app\stakemap-app.exe" -PassThru
Start-Sleep -Seconds 15
Assert-Equal (Get-ExitCode $setup $silent) 1 "nothing is replaced while Stakemap runs"
$running.Kill()
$running.WaitForExit()

# --- a double click -----------------------------------------------------------------------------------------

& "$app\stakemap.exe" new -o (Join-Path $env:RUNNER_TEMP "double click.stakemap.json")
$map = Join-Path $env:RUNNER_TEMP "double click.stakemap"
Move-Item (Join-Path $env:RUNNER_TEMP "double click.stakemap.json") $map
Invoke-Item $map
$isOpen = $false
for ($seconds = 0; -not $isOpen -and $seconds -lt 60; $seconds += 2) {
  Start-Sleep -Seconds 2
  # A map that is open is noted there.
  $notes = Get-ChildItem $state -Recurse -Filter *.json -ErrorAction SilentlyContinue
  $isOpen = [bool] ($notes | Select-String -SimpleMatch "double click.stakemap" -ErrorAction SilentlyContinue)
}
Assert-Equal $isOpen $true "a double click on a map opens it"
Get-Process stakemap-app -ErrorAction SilentlyContinue | ForEach-Object { $_.Kill(); $_.WaitForExit() }

# --- removing -----------------------------------------------------------------------------------------------

Assert-Equal (Get-ExitCode "$app\unins000.exe" $silent) 0 "uninstalling without a question"
# A copy of the uninstaller removes it, and itself, a moment later.
for ($seconds = 0; (Test-Path $app) -and $seconds -lt 30; $seconds++) { Start-Sleep -Seconds 1 }
foreach ($place in $installed) { Assert-Equal (Test-Path $place) $false "removed: $place" }
Assert-Equal (Test-Path $map) $true "the map of the user stays"

# --- the zip ------------------------------------------------------------------------------------------------

$any = Join-Path $env:RUNNER_TEMP "any folder, Որևէ"
Expand-Archive $archive $any
$program = (Get-Item "$any\stakemap-*\stakemap.exe").FullName
& $program selftest
& $program --portable @example
Assert-Equal (Test-Path (Join-Path (Split-Path $program) "stakemap-data")) $true "the zip keeps its state beside itself"
