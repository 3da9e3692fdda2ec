using System.Runtime.InteropServices;

namespace Sluice.Native.Files;

/// <summary>Gives a file a name that no other file has, in one step.</summary>
public static partial class NewName
{
    private const int EPERM = 1, EEXIST = 17, EMLINK = 31, ENOSYS = 38, EOPNOTSUPP = 95;
    private const int AT_FDCWD = -100;
    private const uint RENAME_NOREPLACE = 1;
    private static readonly Lock Turn = new();

    /// <summary>
    /// Renames a file unless the new name is taken. <see cref="File.Move(string, string)"/> looks first and renames then, so that of two who
    /// look at once both believe that they won and one's file is gone.
    /// </summary>
    /// <remarks>
    /// By <c>link</c>, where the file system has none by <c>renameat2</c>, and where it has neither by looking first: then only writers of this
    /// process are kept apart.
    /// </remarks>
    /// <param name="from">The file, on the file system of <paramref name="to"/>.</param>
    /// <param name="to">Its new name.</param>
    /// <returns>False when the name is taken; the file keeps its old one then.</returns>
    /// <exception cref="IOException">Neither name could be given, for another reason.</exception>
    public static bool TryTake(string from, string to)
    {
        if (!OperatingSystem.IsLinux()) return TryMove(from, to);
        if (link(from, to) == 0)
        {
            File.Delete(from);
            return true;
        }

        switch (Marshal.GetLastPInvokeError())
        {
            case EEXIST: return false;
            case not (EPERM or EMLINK or ENOSYS or EOPNOTSUPP): return TryMove(from, to);
        }

        if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return true;
        return Marshal.GetLastPInvokeError() != EEXIST && TryMove(from, to);
    }

    // Also says in the usual exceptions what is wrong with either name.
    private static bool TryMove(string from, string to)
    {
        lock (Turn)
        {
            if (File.Exists(to)) return false;
            File.Move(from, to, overwrite: false);
            return true;
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int link(string from, string to);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int renameat2(int fromFolder, string from, int toFolder, string to, uint flags);
}
