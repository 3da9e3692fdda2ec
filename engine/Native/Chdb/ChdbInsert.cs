using System.Runtime.InteropServices;

namespace Sluice.Native.Chdb;

/// <summary>An insert under way. Nothing is stored until <see cref="Complete"/>; disposing before that stores nothing.</summary>
public sealed unsafe class ChdbInsert : SafeHandle
{
    internal ChdbInsert(nint stream)
        : base(0, ownsHandle: true)
    {
        if (stream == 0) throw new ChdbException("The embedded store did not begin the insert.");
        SetHandle(stream);
        ThrowIfFailed();
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Adds data, cut at any byte.</summary>
    /// <param name="data">The next bytes.</param>
    /// <exception cref="ChdbException">The engine refused them.</exception>
    public void Append(ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        int code;
        fixed (byte* bytes = data) code = ChdbNative.chdb_stream_append(handle, bytes, (nuint)data.Length);
        if (code == 0) return;
        ThrowIfFailed();
        throw new ChdbException($"The embedded store refused {data.Length} bytes of an insert.");
    }

    /// <summary>Stores what was added.</summary>
    /// <returns>How many rows were written.</returns>
    /// <exception cref="ChdbException">The data does not fit the table, or can't be stored.</exception>
    public long Complete()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        using var result = new ChdbResult(ChdbNative.chdb_stream_done(handle));
        return result.RowsWritten;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        ChdbNative.chdb_destroy_insert_stream(handle);
        return true;
    }

    private void ThrowIfFailed()
    {
        var error = Marshal.PtrToStringUTF8(ChdbNative.chdb_stream_insert_error(handle));
        if (error == null) return;
        Dispose();
        throw new ChdbException(error);
    }
}
