; The setup of one Windows user, without administrator rights. Built by installer/windows.sh, which gives VERSION,
; TREE (the program), BESIDE (starters, ways back and out), ICON, OUT. Ends with 2 when in use, 3 when it does not start here.
!include common.nsh

OutFile "${OUT}"
SetCompressor /SOLID lzma
SetCompressorDictSize 64

!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "${NAME} ${VERSION} を、このパソコンの、いまの利用者のために入れます。管理者の権限は要りません。$\r$\n$\r$\n\
事務所のフォルダー(記録)には触れません。前の版は残り、スタートメニューの「前の版に戻す」で戻せます。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\SoudanDesk.exe"
!define MUI_FINISHPAGE_RUN_TEXT "${NAME}を開く"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "プログラムだけを取り除きます。事務所のフォルダー(記録)と控えには触れません。"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Japanese"

Section
  !insertmacro MendHalf
  !insertmacro RefuseInUse
  Call LayNew
  Call TryNew
  Call ChangePlaces
  SetOutPath "$INSTDIR"
  File /r "${BESIDE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  Call Announce
SectionEnd

Function LayNew
  RMDir /r "$INSTDIR\program.new"
  SetOutPath "$INSTDIR\program.new"
  File /r "${TREE}/*"
  SetOutPath "$INSTDIR"
FunctionEnd

Function TryNew ; what it imports is also compiled, so that the first start is as quick as the next
  DetailPrint "新しい版が動くことを確かめています"
  nsExec::ExecToLog '"$INSTDIR\program.new\python\python.exe" "$INSTDIR\program.new\app\starts.py"'
  Pop $0
  ${If} $0 != 0
    RMDir /r "$INSTDIR\program.new"
    !insertmacro Refuse ${DOES_NOT_START} "新しい版は、このパソコンでは動きません。Windows 10(1809)以降の64ビット版が要ります。いまの版があれば、そのまま使えます。"
  ${EndIf}
FunctionEnd

Function ChangePlaces ; at every moment one whole version lies there; the one before is kept
  !insertmacro VersionIn "program" $5
  RMDir /r "$INSTDIR\program.old"
  !insertmacro Move "program" "program.old"
  ${IfNot} ${Errors}
    !insertmacro Move "program.new" "program"
    ${If} ${Errors}
      Rename "$INSTDIR\program.old" "$INSTDIR\program"
      SetErrors
    ${EndIf}
  ${EndIf}
  ${If} ${Errors}
    RMDir /r "$INSTDIR\program.new"
    !insertmacro Refuse ${IN_USE} "${SAY_IN_USE}"
  ${EndIf}
  ${If} $5 == "${VERSION}"
    RMDir /r "$INSTDIR\program.old"
  ${ElseIf} ${FileExists} "$INSTDIR\program.old\*.*"
    RMDir /r "$INSTDIR\program.before"
    Rename "$INSTDIR\program.old" "$INSTDIR\program.before"
  ${EndIf}
FunctionEnd

Function Announce
  CreateDirectory "$SMPROGRAMS\${NAME}"
  CreateShortcut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\SoudanDesk.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}\前の版に戻す.lnk" "$INSTDIR\way_back.exe"
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\SoudanDesk.exe"
  ${GetSize} "$INSTDIR\program" "/S=0K" $0 $1 $2
  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\SoudanDesk.exe"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
FunctionEnd

Section "Uninstall" ; names what the setup laid, and nothing else: whatever else lies there stays
  SetOutPath "$TEMP"
  !insertmacro RefuseInUse
  RMDir /r "$INSTDIR\program"
  RMDir /r "$INSTDIR\program.before"
  RMDir /r "$INSTDIR\program.new"
  RMDir /r "$INSTDIR\program.old"
  Delete "$INSTDIR\SoudanDesk.exe"
  Delete "$INSTDIR\soudan-desk.exe"
  Delete "$INSTDIR\way_back.exe"
  Delete "$INSTDIR\way_out.pyz"
  Delete "$INSTDIR\way-out.md"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$DESKTOP\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}\前の版に戻す.lnk"
  RMDir "$SMPROGRAMS\${NAME}"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
