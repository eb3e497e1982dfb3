; Puts the version before the last update in place again; done once more, the newer one. Touches no office.
; Ends with 2 when the program is in use, 4 when no version before is there.
!include common.nsh

OutFile "${OUT}"
SetCompressor lzma
Caption "前の版に戻す"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Japanese"

Function .onInit
  StrCpy $INSTDIR "$EXEDIR"
  !insertmacro MendHalf
  ${IfNot} ${FileExists} "$INSTDIR\program.before\*.*"
    !insertmacro Refuse ${NO_VERSION_BEFORE} "前の版は残っていません。"
  ${EndIf}
  !insertmacro RefuseInUse
  !insertmacro VersionIn "program.before" $5
  MessageBox MB_YESNO|MB_ICONQUESTION "プログラムを、版 $5 に入れ替えます。事務所のフォルダー(記録)には触れません。$\r$\n$\r$\n\
新しい版で一度開いた事務所を、前の版で開けないことがあります。そのときは、事務所のフォルダーの before-migration にある控えから、\
新しい場所に戻します(手引き「入れる・新しくする・取り除く」)。$\r$\n$\r$\n入れ替えますか。" /SD IDYES IDYES go
  Quit
  go:
FunctionEnd

Section
  SetAutoClose true
  !insertmacro Move "program" "program.old"
  ${IfNot} ${Errors}
    !insertmacro Move "program.before" "program"
    ${If} ${Errors}
      Rename "$INSTDIR\program.old" "$INSTDIR\program"
      SetErrors
    ${EndIf}
  ${EndIf}
  ${If} ${Errors}
    !insertmacro Refuse ${IN_USE} "${SAY_IN_USE}"
  ${EndIf}
  Rename "$INSTDIR\program.old" "$INSTDIR\program.before"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "$5"
  MessageBox MB_OK|MB_ICONINFORMATION "版 $5 に入れ替えました。もう一度行うと、元に戻ります。" /SD IDOK
SectionEnd
