using System.Runtime.InteropServices;

namespace Sluice.Native.Chdb;

/// <summary>The functions of libchdb 26.7 that are used; names are the header's (programs/local/chdb.h of chdb-core).</summary>
internal static unsafe partial class ChdbNative
{
    private const string Library = ChdbLibrary.ImportName;

    static ChdbNative() => ChdbLibrary.Register();

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void chdb_set_signal_handlers_enabled(int enabled);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint* chdb_connect(int argc, byte** argv);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void chdb_close_conn(nint* conn);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint chdb_query_n(nint conn, byte* query, nuint query_len, byte* format, nuint format_len);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void chdb_destroy_query_result(nint result);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial byte* chdb_result_buffer(nint result);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nuint chdb_result_length(nint result);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial ulong chdb_result_rows_read(nint result);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial ulong chdb_result_rows_written(nint result);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint chdb_result_error(nint result);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint chdb_stream_insert_n(nint conn, byte* query, nuint query_len, byte* format, nuint format_len);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int chdb_stream_append(nint stream, byte* data, nuint len);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint chdb_stream_done(nint stream);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint chdb_stream_insert_error(nint stream);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void chdb_destroy_insert_stream(nint stream);
}
