/* Starts the program with the Python beside it: SoudanDesk.exe opens the window, soudan-desk.exe (built with -DCONSOLE)
   runs commands. Whatever stands behind its own name on the command line is handed on as it is. */
#include <windows.h>
#include <wchar.h>

#ifdef CONSOLE
#define PYTHON L"\\program\\python\\python.exe"
#else
#define PYTHON L"\\program\\python\\pythonw.exe"
#endif
#define LONGEST 32767

static wchar_t here[LONGEST], python[LONGEST], line[LONGEST];

static const wchar_t *behind_own_name(const wchar_t *all)
{
    int quoted = 0;
    for (; *all && (quoted || (*all != L' ' && *all != L'\t')); all++)
        if (*all == L'"')
            quoted = !quoted;
    return all;
}

static int complain(void)
{
    MessageBoxW(NULL, L"\u30d7\u30ed\u30b0\u30e9\u30e0\u306e\u30d5\u30a1\u30a4\u30eb\u304c\u8db3\u308a\u307e\u305b\u3093\u3002"
                L"\u76f8\u8ac7\u30c7\u30b9\u30af\u3092\u5165\u308c\u76f4\u3057\u3066\u304f\u3060\u3055\u3044\u3002",
                L"\u76f8\u8ac7\u30c7\u30b9\u30af", MB_OK | MB_ICONERROR);
    return 1;
}

int wmain(void)
{
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION started;
    DWORD code = 0;

    if (!GetModuleFileNameW(NULL, here, LONGEST) || !wcsrchr(here, L'\\'))
        return complain();
    *wcsrchr(here, L'\\') = 0;
    if (swprintf(python, LONGEST, L"%ls%ls", here, PYTHON) < 0
        || swprintf(line, LONGEST, L"\"%ls\" -m soudan_desk%ls", python, behind_own_name(GetCommandLineW())) < 0)
        return complain();
    if (!CreateProcessW(python, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &started))
        return complain();
#ifdef CONSOLE
    SetConsoleCtrlHandler(NULL, TRUE); /* Ctrl+C is for the program */
    WaitForSingleObject(started.hProcess, INFINITE);
    GetExitCodeProcess(started.hProcess, &code);
#endif
    CloseHandle(started.hThread);
    CloseHandle(started.hProcess);
    return (int)code;
}

#ifndef CONSOLE
int WINAPI wWinMain(HINSTANCE me, HINSTANCE none, PWSTR words, int how)
{
    return wmain();
}
#endif
