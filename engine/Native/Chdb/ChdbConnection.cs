using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Native.Chdb;

/// <summary>
/// A session on the embedded engine; the first one of a process starts it, further ones take 0.1 ms. One statement at a time. A process
/// opens one folder, a folder one process. Every connection must be closed before the process exits, or background work aborts it.
/// </summary>
public sealed unsafe class ChdbConnection : IDisposable
{
    private static readonly Lock Gate = new();
    private nint* _connection;

    /// <summary>Opens a folder, which is made when missing.</summary>
    /// <param name="folder">Absolute path.</param>
    /// <param name="arguments">More arguments of the engine, such as <c>--max_server_memory_usage=1000000000</c>; only the first connection's count.</param>
    /// <exception cref="DllNotFoundException">The library isn't there.</exception>
    /// <exception cref="ChdbException">Another process has the folder open, or it may not be written.</exception>
    public ChdbConnection(string folder, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ChdbLibrary.Ensure();
        string[] all = ["clickhouse", $"--path={folder}", .. arguments];
        var native = stackalloc byte*[all.Length + 1];
        new Span<nint>(native, all.Length + 1).Clear();
        lock (Gate)
        {
            try
            {
                // Else the engine takes SIGSEGV and SIGFPE from the runtime, and a division by zero hangs the process instead of throwing.
                ChdbNative.chdb_set_signal_handlers_enabled(0);
                for (var i = 0; i < all.Length; i++) native[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
                _connection = ChdbNative.chdb_connect(all.Length, native);
            }
            finally
            {
                for (var i = 0; i < all.Length; i++) Marshal.FreeCoTaskMem((nint)native[i]);
            }
        }

        // The engine tells the reason on standard error only.
        if (_connection == null || *_connection == 0)
            throw new ChdbException($"The store '{folder}' cannot be opened: another process has it open, or it may not be written.");
    }

    private nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_connection == null, this);
            return *_connection;
        }
    }

    /// <summary>Runs a statement. Row data must never follow it: the engine ends inline data at the first empty line, silently, and runs
    /// what comes after as SQL. Use <see cref="BeginInsert"/>.</summary>
    /// <param name="sql">One statement, UTF-8.</param>
    /// <param name="format">The output format where the statement names none.</param>
    /// <returns>The answer; the caller disposes it.</returns>
    /// <exception cref="ChdbException">The engine refused it.</exception>
    public ChdbResult Query(ReadOnlySpan<byte> sql, string format)
    {
        try
        {
            return Send(sql, format);
        }
        catch (ChdbException)
        {
            // A failed statement leaves what it had written in front of the connection's next answer.
            using var washed = Send("SELECT 1"u8, "Null");
            throw;
        }
    }

    /// <summary>Runs a statement and reads its answer as text.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="format">The output format where the statement names none.</param>
    /// <exception cref="ChdbException">The engine refused it.</exception>
    public string QueryText(string sql, string format = "TSV")
    {
        using var result = Query(Encoding.UTF8.GetBytes(sql), format);
        return Encoding.UTF8.GetString(result.Bytes);
    }

    /// <summary>Begins an insert; the connection takes no other statement until it is finished or disposed.</summary>
    /// <param name="sql"><c>INSERT INTO t (a, b)</c>, without FORMAT and without data.</param>
    /// <param name="format">The data's format, such as <c>RowBinary</c>.</param>
    /// <exception cref="ChdbException">The engine refused the statement.</exception>
    public ChdbInsert BeginInsert(string sql, string format)
    {
        var text = Encoding.UTF8.GetBytes(sql);
        var name = Encoding.UTF8.GetBytes(format);
        fixed (byte* query = text, form = name)
            return new(ChdbNative.chdb_stream_insert_n(Handle, query, (nuint)text.Length, form, (nuint)name.Length));
    }

    /// <summary>Closes the session; the last one stops the engine.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (_connection == null) return;
            ChdbNative.chdb_close_conn(_connection);
            _connection = null;
        }
    }

    private ChdbResult Send(ReadOnlySpan<byte> sql, string format)
    {
        var name = Encoding.UTF8.GetBytes(format);
        fixed (byte* query = sql, form = name)
            return new(ChdbNative.chdb_query_n(Handle, query, (nuint)sql.Length, form, (nuint)name.Length));
    }
}
