; What the setup and the way back share: names, refusals, and how folders change places.
Unicode true
ManifestDPIAware true
RequestExecutionLevel user
!include LogicLib.nsh
!include FileFunc.nsh
!include MUI2.nsh

!define NAME "相談デスク"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\SoudanDesk"
!define IN_USE 2
!define DOES_NOT_START 3
!define NO_VERSION_BEFORE 4
!define SAY_IN_USE "${NAME}が開いています。閉じてから、もう一度行ってください。"

Name "${NAME}"
InstallDir "$LOCALAPPDATA\Programs\SoudanDesk"
BrandingText "${NAME}"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"

!macro Refuse CODE SENTENCE
  MessageBox MB_OK|MB_ICONSTOP "${SENTENCE}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

; Windows opens no library for writing that a program has loaded: so one learns whether ours runs.
!macro RefuseInUse
  ClearErrors
  FindFirst $1 $2 "$INSTDIR\program\python\python3*.dll"
  ${DoUntil} ${Errors}
    FileOpen $3 "$INSTDIR\program\python\$2" a
    ${If} ${Errors}
      FindClose $1
      !insertmacro Refuse ${IN_USE} "${SAY_IN_USE}"
    ${EndIf}
    FileClose $3
    FindNext $1 $2
  ${Loop}
  FindClose $1
!macroend

; Rename a folder; a virus scanner may hold a new file for some seconds. The error flag tells how it ended.
!macro Move FROM TO
  StrCpy $4 0
  ${Do}
    ClearErrors
    Rename "$INSTDIR\${FROM}" "$INSTDIR\${TO}"
    ${IfNot} ${FileExists} "$INSTDIR\${FROM}\*.*"
      ClearErrors
      ${ExitDo}
    ${EndIf}
    SetErrors
    ${If} $4 = 20
      ${ExitDo}
    ${EndIf}
    IntOp $4 $4 + 1
    Sleep 500
  ${Loop}
!macroend

; What a power cut left in the middle of a change of places.
!macro MendHalf
  ${IfNot} ${FileExists} "$INSTDIR\program\*.*"
  ${AndIf} ${FileExists} "$INSTDIR\program.old\*.*"
    Rename "$INSTDIR\program.old" "$INSTDIR\program"
  ${EndIf}
!macroend

; Read the version that lies in a folder; nothing when none does.
!macro VersionIn FOLDER TO
  StrCpy ${TO} ""
  ClearErrors
  FileOpen $3 "$INSTDIR\${FOLDER}\version.txt" r
  ${IfNot} ${Errors}
    FileRead $3 ${TO}
    FileClose $3
  ${EndIf}
!macroend
