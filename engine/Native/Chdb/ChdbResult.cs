using System.Runtime.InteropServices;

namespace Sluice.Native.Chdb;

/// <summary>What a statement answered; native memory until disposed.</summary>
public sealed unsafe class ChdbResult : SafeHandle
{
    internal ChdbResult(nint result)
        : base(0, ownsHandle: true)
    {
        if (result == 0) throw new ChdbException("The embedded store gave no answer.");
        SetHandle(result);
        var error = Marshal.PtrToStringUTF8(ChdbNative.chdb_result_error(result));
        if (error == null) return;
        Dispose();
        throw new ChdbException(error);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The answer in the format asked for; valid until disposed.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return new(ChdbNative.chdb_result_buffer(handle), checked((int)ChdbNative.chdb_result_length(handle)));
        }
    }

    /// <summary>Rows in the answer.</summary>
    public long Rows => (long)ChdbNative.chdb_result_rows_read(handle);

    /// <summary>Rows an insert wrote.</summary>
    public long RowsWritten => (long)ChdbNative.chdb_result_rows_written(handle);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        ChdbNative.chdb_destroy_query_result(handle);
        return true;
    }
}
