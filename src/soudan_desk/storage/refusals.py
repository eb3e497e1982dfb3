"""Why a folder, a key or a copy is refused: one class per cause, each with its sentence."""

from __future__ import annotations

from soudan_desk.errors import SoudanError


class StorageError(SoudanError):
    """A refusal of the storage layer; `sentence` is what is said when the raiser adds nothing."""

    sentence = "オフィスのフォルダーを読み書きできません。管理者に知らせてください。"

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence)


class NotAnOfficeError(StorageError):
    """The folder is missing, empty or something else."""

    code = "not_an_office"
    sentence = "このフォルダーは相談デスクのオフィスではありません。場所を確かめてください。"


class OfficeExistsError(StorageError):
    """Something already lies where a new office or a copy should go."""

    code = "already_exists"
    sentence = (
        "指定の場所にはすでにファイルがあります。空のフォルダーか、新しい名前を指定してください。"
    )


class UnsafePlaceError(StorageError):
    """A network share or a sync folder: SQLite's locks do not hold there."""

    code = "unsafe_place"
    sentence = "オフィスは、このパソコンの内蔵ディスクに置いてください。"


class OpenElsewhereError(StorageError):
    """Another process holds the instance lock."""

    code = "open_elsewhere"
    sentence = (
        "このオフィスはほかの画面で開かれています。そちらを閉じてから、もう一度開いてください。"
    )


class OthersInsideError(StorageError):
    """On a shared host, something needs the office for one alone while others have it open."""

    code = "others_inside"
    sentence = (
        "ほかの人が開いている間はできません。全員に閉じてもらってから、もう一度してください。"
    )


class ReadOnlyPlaceError(StorageError):
    """The folder or the file cannot be written."""

    code = "read_only"
    sentence = (
        "オフィスのフォルダーに書き込めません。ディスクの空きが足りているか、"
        "読み取り専用になっていないか、書き込みの権限があるかを確かめてください。"
    )


class DiskFullError(StorageError):
    """No room is left; what was saved before is still there."""

    code = "disk_full"
    sentence = (
        "ディスクの空きがなくなったため、いまの操作は保存されていません。保存済みの記録は残っています。"
        "不要なファイルを片づけてから、もう一度保存してください。"
    )


class BusyError(StorageError):
    """Another writer held the database longer than the busy timeout."""

    code = "busy"
    sentence = "ほかの処理が記録を書き込んでいます。少し待ってから、もう一度操作してください。"


class DiskFaultError(StorageError):
    """The system could not read or write the disk."""

    code = "disk_fault"
    sentence = (
        "ディスクの読み書きに失敗しました。ケーブルやディスクの状態を確かめ、"
        "続くときは使うのをやめて、控え(バックアップ)から戻してください。"
    )


class DamagedDatabaseError(StorageError):
    """The key is right, but the database does not read under it: damaged or swapped."""

    code = "damaged"
    sentence = (
        "パスワードは合っていますが、記録のファイル(office.db)が壊れているか、別のものに置き換わっています。"
        "このまま使わず、控え(バックアップ)から戻してください。"
    )


class MissingDatabaseError(StorageError):
    """The database file is not there, or has no content."""

    code = "missing_database"
    sentence = (
        "記録のファイル(office.db)がないか、空になっています。"
        "新しく作り直さず、控え(バックアップ)から戻してください。"
    )


class WrongLibraryError(StorageError):
    """The SQLite library at hand does not encrypt as this program needs."""

    code = "wrong_library"
    sentence = "暗号化のための部品が足りません。相談デスクを入れ直してください。"


class WrongPasswordError(StorageError):
    """No slot opens with this login and password; which of the two is wrong is not said."""

    code = "wrong_password"
    sentence = (
        "ログイン名かパスワードが違います。"
        "大文字・小文字と入力モードを確かめて、もう一度入れてください。"
    )


class WeakPasswordError(StorageError):
    """A new password does not meet the policy; the sentence says how."""

    code = "weak_password"
    sentence = "パスワードは15文字以上、または6語以上にしてください。"


class WrongRecoveryKeyError(StorageError):
    """The recovery key is mistyped, or belongs to another office."""

    code = "wrong_recovery_key"
    sentence = "回復キーが違います。用紙の文字を4文字ずつ確かめて、もう一度入れてください。"


class HalfRecoveredError(StorageError):
    """The new recovery sheet is in force, but no one-time password came of it."""

    code = "half_recovered"
    sentence = (
        "仮のパスワードを出せませんでした。前の回復キーの紙では、もう開けません。"
        "新しく書き出した回復キーの紙(PDF)を印刷し、その紙でもう一度入り直してください。"
    )


class TooManyAttemptsError(StorageError):
    """Back-off after repeated failures; `seconds` is how long is left."""

    code = "too_many_attempts"

    def __init__(self, seconds: int) -> None:
        minutes, rest = divmod(seconds, 60)
        left = f"{minutes}分{rest}秒" if minutes else f"{rest}秒"
        super().__init__(
            f"続けて間違えたため、いまはログインできません。あと{left}待ってから、もう一度入れてください。"
        )
        self.seconds = seconds


class OneTimePasswordExpiredError(StorageError):
    """A one-time password was not used in time."""

    code = "one_time_password_expired"
    sentence = (
        "この仮パスワードは期限(72時間)が切れています。"
        "上司か管理者に、新しい仮パスワードを頼んでください。"
    )


class ClockSetBackError(StorageError):
    """The PC's clock shows a time before something that has already happened."""

    code = "clock_set_back"
    sentence = (
        "パソコンの日付と時刻が過去に戻っています。時計を合わせてから、もう一度開いてください。"
    )


class DamagedSlotsError(StorageError):
    """The slot file does not parse, breaks a floor, or its MAC does not hold."""

    code = "damaged_slots"
    sentence = (
        "鍵のファイル(office.slots)が壊れています。オフィスのフォルダーにある一つ前のもの(office.slots.1)を"
        "office.slots という名前で写すか、「パスワードを忘れた」から作り直してください。"
    )


class AlteredSlotsError(DamagedSlotsError):
    """The slot file is not as this program wrote it: slots moved, added, removed or weakened."""

    code = "altered_slots"
    sentence = (
        "鍵のファイル(office.slots)が、相談デスク以外の手で書き換えられています。このまま使わず、"
        "管理者に知らせて、控え(バックアップ)から戻してください。"
    )


class LoginTakenError(StorageError):
    """Another slot already answers to this login."""

    code = "login_taken"
    sentence = "このログイン名はすでに使われています。別のログイン名にしてください。"


class NewerSchemaError(StorageError):
    """The office was written by a newer program."""

    code = "newer_schema"
    sentence = (
        "このオフィスは、もっと新しい版の相談デスクで使われています。"
        "このパソコンの相談デスクを新しくしてから開いてください。"
    )


class DamagedBackupError(StorageError):
    """A copy fails one of its proofs."""

    code = "damaged_backup"
    sentence = "この控え(バックアップ)は壊れているため使えません。別の控えを選んでください。"


class BackupFailedError(StorageError):
    """No verified copy came out; nothing with a final name is left behind."""

    code = "backup_failed"
    sentence = "控え(バックアップ)を作れませんでした。保存先を確かめて、もう一度行ってください。"


class StepsMissingError(StorageError):
    """The office is older than the program and cannot be written: its tables cannot follow."""

    code = "steps_missing"
    sentence = (
        "このオフィスは、開くときに記録の形を新しい版に合わせる必要がありますが、いまは書き込めません。"
        "ディスクの空きとフォルダーの書き込みの権限を確かめてから、もう一度開いてください。"
    )


class CancelledError(StorageError):
    """The worker stopped a long task."""

    code = "cancelled"
    sentence = "途中でやめました。"


class AttachmentRefusedError(StorageError):
    """A file of a kind or size that is not taken."""

    code = "attachment_refused"
    sentence = "このファイルは添付できません。"


class DamagedAttachmentError(StorageError):
    """A stored attachment is missing or does not read back as it was written."""

    code = "damaged_attachment"
    sentence = (
        "添付ファイルが壊れているか、なくなっています。控え(バックアップ)から戻してください。"
    )


class SamePasswordError(StorageError):
    """The new password is the old one."""

    code = "same_password"
    sentence = "前と同じパスワードです。新しいパスワードを決めてください。"


class NoSlotError(StorageError):
    """The worker has no slot, so there is nothing to reset or to remove."""

    code = "no_slot"
    sentence = (
        "この職員はログインできる状態にありません。職員の一覧でログインを作り直してください。"
    )


class LockedError(StorageError):
    """Keys and connections were dropped when the desk locked."""

    code = "locked"
    sentence = "画面がロックされています。パスワードを入れて開き直してください。"


class LastSlotError(StorageError):
    """Removing this slot would lock everybody out."""

    code = "last_slot"
    sentence = "ログインできる最後の職員は止められません。先に別の職員のログインを作ってください。"
