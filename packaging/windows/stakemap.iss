; The installer for Windows, for Inno Setup 6.3 or newer. packaging/building/windows.py compiles it and defines
; Version (0.1.0), Numbers (0.1.0.0), Architecture (x64compatible or arm64), Folder (the frozen app), Icon,
; Output (a folder), Name (of the installer without .exe), and Signed where there is a certificate.

; Never change it: by it, later versions find this one.
#define Guid "7839CAC9-2F90-51DA-BDE1-F515B7CFDBD3"
#define ApplicationId "org.stakemap.Stakemap"
#define Program "stakemap-app.exe"

[Setup]
AppId={{{#Guid}}
AppName=Stakemap
AppVersion={#Version}
AppVerName=Stakemap {#Version}
AppPublisher=The Stakemap developers
AppCopyright=The Stakemap developers, MIT licence
VersionInfoVersion={#Numbers}
; For one user without administrator rights; /ALLUSERS, for whoever has them, installs for all.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline
DefaultDirName={autopf}\Stakemap
DisableProgramGroupPage=yes
ArchitecturesAllowed={#Architecture}
ArchitecturesInstallIn64BitMode={#Architecture}
; The oldest Windows on which Qt 6.11 runs.
MinVersion=10.0.17763
; Made by running.py while Stakemap runs. Setup asks to close it, and closes nothing by itself.
AppMutex=StakemapIsRunning,Global\StakemapIsRunning
SetupMutex=StakemapSetup,Global\StakemapSetup
CloseApplications=no
ChangesAssociations=yes
WizardStyle=modern
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\{#Program}
UninstallDisplayName=Stakemap
Compression=lzma2/max
SolidCompression=yes
OutputDir={#Output}
OutputBaseFilename={#Name}
#ifdef Signed
SignTool=stakemap
SignedUninstaller=yes
#endif

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
english.MapFile=Stakemap map
english.OpenMap=Open with Stakemap
english.NewerIsInstalled=Stakemap %1 is installed, which is newer than %2. Uninstall it first to go back; your maps and settings stay.

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked

[InstallDelete]
; Modules of an earlier version that this one does not have would still be found.
Type: filesandordirs; Name: "{app}\_internal"
Type: filesandordirs; Name: "{app}\licences"

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\Stakemap"; Filename: "{app}\{#Program}"; AppUserModelID: "{#ApplicationId}"
Name: "{autodesktop}\Stakemap"; Filename: "{app}\{#Program}"; AppUserModelID: "{#ApplicationId}"; Tasks: desktopicon

[Registry]
; What a map is, and how it is opened.
Root: HKA; Subkey: "Software\Classes\Stakemap.Map"; ValueType: string; ValueData: "{cm:MapFile}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Stakemap.Map"; ValueType: string; ValueName: "AppUserModelID"; ValueData: "{#ApplicationId}"
Root: HKA; Subkey: "Software\Classes\Stakemap.Map\DefaultIcon"; ValueType: string; ValueData: """{app}\{#Program}"",0"
Root: HKA; Subkey: "Software\Classes\Stakemap.Map\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}"" ""%1"""
; The ending that is Stakemap's own.
Root: HKA; Subkey: "Software\Classes\.stakemap"; Flags: uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.stakemap"; ValueType: string; ValueData: "Stakemap.Map"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.stakemap\OpenWithProgids"; Flags: uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.stakemap\OpenWithProgids"; ValueType: string; ValueName: "Stakemap.Map"; ValueData: ""; Flags: uninsdeletevalue
; Windows knows a file by its last ending alone, and .json belongs to others: Stakemap is one of the programs in
; "Open with", and in the menu of files whose names end in .stakemap.json.
Root: HKA; Subkey: "Software\Classes\.json"; Flags: uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.json\OpenWithProgids"; Flags: uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.json\OpenWithProgids"; ValueType: string; ValueName: "Stakemap.Map"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\SystemFileAssociations\.json"; Flags: uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\SystemFileAssociations\.json\shell"; Flags: uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\SystemFileAssociations\.json\shell\Stakemap"; ValueType: string; ValueData: "{cm:OpenMap}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\SystemFileAssociations\.json\shell\Stakemap"; ValueType: string; ValueName: "AppliesTo"; ValueData: "System.FileName:~>"".stakemap.json"""
Root: HKA; Subkey: "Software\Classes\SystemFileAssociations\.json\shell\Stakemap"; ValueType: string; ValueName: "Icon"; ValueData: """{app}\{#Program}"",0"
Root: HKA; Subkey: "Software\Classes\SystemFileAssociations\.json\shell\Stakemap\command"; ValueType: string; ValueData: """{app}\{#Program}"" ""%1"""
; How it is called where any program can be chosen.
Root: HKA; Subkey: "Software\Classes\Applications\{#Program}"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Stakemap"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\{#Program}\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\{#Program}\SupportedTypes"; ValueType: string; ValueName: ".stakemap"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\{#Program}\SupportedTypes"; ValueType: string; ValueName: ".json"; ValueData: ""

[Run]
Filename: "{app}\{#Program}"; Description: "{cm:LaunchProgram,Stakemap}"; Flags: nowait postinstall skipifsilent

[Code]
function InitializeSetup: Boolean;
var
  Installed, Sentence: String;
  InstalledNumbers, Numbers: Int64;
begin
  Result := True;
  if RegQueryStringValue(HKA, 'Software\Microsoft\Windows\CurrentVersion\Uninstall\{' + '{#Guid}' + '}_is1',
      'DisplayVersion', Installed)
    and StrToVersion(Installed, InstalledNumbers) and StrToVersion('{#Numbers}', Numbers)
    and (ComparePackedVersion(InstalledNumbers, Numbers) > 0) then
  begin
    Result := False;
    Sentence := FmtMessage(CustomMessage('NewerIsInstalled'), [Installed, '{#Version}']);
    Log(Sentence);
    { Where nobody looks on, a message would wait for ever; the exit status is 1. }
    if not WizardSilent then
      MsgBox(Sentence, mbError, MB_OK);
  end;
end;
