/* A disk that can be told to fail: preloaded into a process, it stands between the program and libc.
 *
 * faults_arm() names a folder to watch and what shall happen in it:
 *   COUNT  nothing, acts on the disk are counted
 *   LOG    each act is written to a log, in order, with its bytes (faults/cuts.py plays it again)
 *   DIE    SIGKILL before the act number `at`; where `tear` is set, half of a write is done first
 *   FULL   from the writing number `at` on there is no room; with `tear` half of that one fits
 * faults_disarm() ends it. Sockets other than unix ones are refused and counted, always.
 *
 * Log: "kind<TAB>inode<TAB>offset<TAB>length<TAB>path<TAB>path2\n", then the bytes of a write. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OFF, COUNT, LOG, DIE, FULL };

static char root[PATH_MAX];
static size_t root_length;
static int mode = OFF, tear, log_fd = -1;
static long done, at, sockets;
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name)) real(#name))
static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

long faults_done(void) { return done; }
long faults_sockets(void) { return sockets; }

void faults_disarm(void) { mode = OFF; }

int faults_arm(const char *folder, int how, long when, int half, const char *log_path) {
    mode = OFF;
    if (!realpath(folder, root)) return -1;
    root_length = strlen(root);
    if (log_fd >= 0) close(log_fd);
    log_fd = -1;
    if (log_path && *log_path)
        log_fd = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    done = 0;
    at = when;
    tear = half;
    mode = how;
    return 0;
}

/* --- what is watched --- */

static int is_inside(const char *path) {
    return mode != OFF && !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

/* The absolute path of a name, its folder resolved; false where it is not watched. */
static int watched_at(int folder, const char *name, char *path) {
    if (mode == OFF) return 0;
    char joined[2 * PATH_MAX], parent[PATH_MAX];
    if (*name == '/' || folder == AT_FDCWD) {
        if (*name == '/') snprintf(joined, sizeof joined, "%s", name);
        else {
            char here[PATH_MAX];
            if (syscall(SYS_getcwd, here, sizeof here) < 0) return 0;
            snprintf(joined, sizeof joined, "%s/%s", here, name);
        }
    } else {
        char link[64], here[PATH_MAX];
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, here, sizeof here - 1);
        if (length < 0) return 0;
        here[length] = 0;
        snprintf(joined, sizeof joined, "%s/%s", here, name);
    }
    char *slash = strrchr(joined, '/');
    char last[NAME_MAX + 1];
    snprintf(last, sizeof last, "%s", slash + 1);
    *slash = 0;
    if (!realpath(*joined ? joined : "/", parent)) return 0;
    snprintf(path, PATH_MAX, "%s%s%s", parent, *last ? "/" : "", last);
    return is_inside(path);
}

static int watched_fd(int fd, char *path, struct stat *about) {
    if (mode == OFF || fd == log_fd) return 0;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_inside(path) && !fstat(fd, about) && (S_ISREG(about->st_mode) || S_ISDIR(about->st_mode));
}

/* --- what happens --- */

static void tell(const char *kind, unsigned long inode, long offset, const void *bytes, size_t length,
                 const char *path, const char *path2) {
    if (mode != LOG || log_fd < 0) return;
    char head[3 * PATH_MAX];
    int size = snprintf(head, sizeof head, "%s\t%lu\t%ld\t%zu\t%s\t%s\n", kind, inode, offset,
                        bytes ? length : 0, path, path2);
    struct iovec parts[] = {{head, size}, {(void *)bytes, bytes ? length : 0}};
    if (syscall(SYS_writev, log_fd, parts, bytes ? 2 : 1) < 0) abort();
}

/* Count an act that is no write, and end the process if its hour has come. */
static void step(void) {
    if (mode == FULL) return;
    done++;
    if (mode == DIE && done >= at) kill(getpid(), SIGKILL);
}

/* Count something that needs room; -1 where there is none. */
static int needs_room(void) {
    if (mode != FULL) {
        step();
        return 0;
    }
    done++;
    if (at && done >= at) {
        errno = ENOSPC;
        return -1;
    }
    return 0;
}

/* How many bytes of a write may be done; `*die` says that the process ends after them. */
static ssize_t allowed(size_t length, int *die) {
    *die = 0;
    done++;
    if (mode == DIE && done >= at) {
        *die = 1;
        return tear ? length / 2 : 0;
    }
    if (mode == FULL && at && done >= at) {
        if (tear && done == at && length > 1) return length / 2;
        errno = ENOSPC;
        return -1;
    }
    return length;
}

static ssize_t write_watched(int fd, const void *bytes, size_t length, off_t offset, int placed,
                             const char *path, struct stat *about) {
    int die;
    pthread_mutex_lock(&guard);
    ssize_t part = allowed(length, &die), written = -1;
    if (!placed) {
        offset = (fcntl(fd, F_GETFL) & O_APPEND) ? about->st_size : lseek(fd, 0, SEEK_CUR);
    }
    if (part > 0 || (part == 0 && !die))
        written = placed ? syscall(SYS_pwrite64, fd, bytes, part, offset) : syscall(SYS_write, fd, bytes, part);
    if (die) kill(getpid(), SIGKILL);
    if (written > 0) tell("write", about->st_ino, offset, bytes, written, path, "");
    pthread_mutex_unlock(&guard);
    return written;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    char path[PATH_MAX];
    struct stat about;
    if (!watched_fd(fd, path, &about)) return syscall(SYS_write, fd, bytes, length);
    return write_watched(fd, bytes, length, 0, 0, path, &about);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    char path[PATH_MAX];
    struct stat about;
    if (!watched_fd(fd, path, &about)) return syscall(SYS_pwrite64, fd, bytes, length, offset);
    return write_watched(fd, bytes, length, offset, 1, path, &about);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    return pwrite64(fd, bytes, length, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    char path[PATH_MAX];
    struct stat about;
    if (!watched_fd(fd, path, &about)) return syscall(SYS_writev, fd, parts, count);
    return count ? write_watched(fd, parts[0].iov_base, parts[0].iov_len, 0, 0, path, &about) : 0;
}

/* What would pass by in the kernel: callers fall back to read and write. */
ssize_t sendfile64(int to, int from, off64_t *offset, size_t length) {
    char path[PATH_MAX];
    struct stat about;
    if (watched_fd(to, path, &about)) {
        errno = EINVAL;
        return -1;
    }
    return REAL(sendfile64)(to, from, offset, length);
}

ssize_t sendfile(int to, int from, off_t *offset, size_t length) { return sendfile64(to, from, offset, length); }

ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t length, unsigned flags) {
    char path[PATH_MAX];
    struct stat about;
    if (watched_fd(to, path, &about)) {
        errno = ENOSYS;
        return -1;
    }
    return syscall(SYS_copy_file_range, from, a, to, b, length, flags);
}

int ftruncate64(int fd, off64_t size) {
    char path[PATH_MAX];
    struct stat about;
    if (!watched_fd(fd, path, &about)) return REAL(ftruncate64)(fd, size);
    pthread_mutex_lock(&guard);
    int found = size > about.st_size ? needs_room() : (step(), 0);
    if (!found) found = REAL(ftruncate64)(fd, size);
    if (!found) tell("truncate", about.st_ino, size, NULL, 0, path, "");
    pthread_mutex_unlock(&guard);
    return found;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int sync_with(int (*really)(int), int fd) {
    char path[PATH_MAX];
    struct stat about;
    if (!watched_fd(fd, path, &about)) return really(fd);
    pthread_mutex_lock(&guard);
    step();
    int found = really(fd);
    if (!found) tell(S_ISDIR(about.st_mode) ? "sync_folder" : "sync", about.st_ino, 0, NULL, 0, path, "");
    pthread_mutex_unlock(&guard);
    return found;
}

int fsync(int fd) { return sync_with(REAL(fsync), fd); }
int fdatasync(int fd) { return sync_with(REAL(fdatasync), fd); }

static int open_watched(int folder, const char *name, int flags, mode_t rights) {
    char path[PATH_MAX];
    struct stat about;
    int is_watched = (flags & (O_CREAT | O_TRUNC)) && watched_at(folder, name, path);
    if (!is_watched) return syscall(SYS_openat, folder, name, flags, rights);
    pthread_mutex_lock(&guard);
    int is_new = fstatat(folder, name, &about, 0) != 0;
    int cuts = !is_new && (flags & O_TRUNC) && about.st_size > 0;
    int fd = is_new ? needs_room() : cuts ? (step(), 0) : 0;
    if (!fd) fd = syscall(SYS_openat, folder, name, flags, rights);
    if (fd >= 0 && !fstat(fd, &about) && S_ISREG(about.st_mode)) {
        if (is_new) tell("create", about.st_ino, 0, NULL, 0, path, "");
        if (cuts) tell("truncate", about.st_ino, 0, NULL, 0, path, "");
    }
    pthread_mutex_unlock(&guard);
    return fd;
}

#define RIGHTS(flags)                                  \
    mode_t rights = 0;                                 \
    if ((flags) & (O_CREAT | __O_TMPFILE)) {           \
        va_list more;                                  \
        va_start(more, flags);                         \
        rights = va_arg(more, mode_t);                 \
        va_end(more);                                  \
    }

int open(const char *name, int flags, ...) { RIGHTS(flags) return open_watched(AT_FDCWD, name, flags, rights); }
int open64(const char *name, int flags, ...) { RIGHTS(flags) return open_watched(AT_FDCWD, name, flags | O_LARGEFILE, rights); }
int openat(int folder, const char *name, int flags, ...) { RIGHTS(flags) return open_watched(folder, name, flags, rights); }
int openat64(int folder, const char *name, int flags, ...) { RIGHTS(flags) return open_watched(folder, name, flags | O_LARGEFILE, rights); }
int creat(const char *name, mode_t rights) { return open_watched(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, rights); }

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    char old[PATH_MAX], fresh[PATH_MAX];
    int leaves = watched_at(from_folder, from, old), comes = watched_at(to_folder, to, fresh);
    if (!leaves && !comes) return syscall(SYS_renameat2, from_folder, from, to_folder, to, 0);
    pthread_mutex_lock(&guard);
    step();
    int found = syscall(SYS_renameat2, from_folder, from, to_folder, to, 0);
    if (!found) tell("rename", 0, 0, NULL, 0, old, fresh);
    pthread_mutex_unlock(&guard);
    return found;
}

int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

int unlinkat(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    if (!watched_at(folder, name, path)) return syscall(SYS_unlinkat, folder, name, flags);
    pthread_mutex_lock(&guard);
    int found = faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW);
    if (!found) step();
    found = syscall(SYS_unlinkat, folder, name, flags);
    if (!found) tell("remove", 0, 0, NULL, 0, path, "");
    pthread_mutex_unlock(&guard);
    return found;
}

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdirat(int folder, const char *name, mode_t rights) {
    char path[PATH_MAX];
    if (!watched_at(folder, name, path)) return syscall(SYS_mkdirat, folder, name, rights);
    pthread_mutex_lock(&guard);
    int found = needs_room();
    if (!found) found = syscall(SYS_mkdirat, folder, name, rights);
    if (!found) tell("make_folder", 0, 0, NULL, 0, path, "");
    pthread_mutex_unlock(&guard);
    return found;
}

int mkdir(const char *name, mode_t rights) { return mkdirat(AT_FDCWD, name, rights); }

/* --- no network --- */

int socket(int family, int kind, int protocol) {
    if (family != AF_UNIX) {
        __sync_fetch_and_add(&sockets, 1);
        errno = EACCES;
        return -1;
    }
    return syscall(SYS_socket, family, kind, protocol);
}
