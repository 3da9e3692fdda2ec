namespace Sluice.Native.Cuda;

/// <summary>The CUDA driver refused a call.</summary>
/// <param name="code">The driver's <c>CUresult</c>.</param>
/// <param name="message">The call, and the code by the driver's own name.</param>
public sealed class CudaException(int code, string message) : Exception(message)
{
    /// <summary>The driver's <c>CUresult</c>.</summary>
    public int Code => code;

    /// <summary>Whether the device's memory was not enough (<c>CUDA_ERROR_OUT_OF_MEMORY</c>).</summary>
    public bool IsOutOfMemory => code == 2;
}
