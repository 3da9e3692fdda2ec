namespace Sluice.Native.Ort;

internal sealed unsafe class OrtEnvHandle(nint pointer) : OrtHandle(pointer)
{
    protected override void Release(nint pointer) => OrtLibrary.Api->ReleaseEnv(pointer);
}

internal sealed unsafe class OrtSessionHandle(nint pointer, OrtLane? lane, Lock? turn) : OrtHandle(pointer)
{
    /// <summary>What the session shares with others of its provider; null for nothing.</summary>
    internal Lock? Turn => turn;

    protected override void Release(nint pointer)
    {
        using var taken = OrtTurns.Take(turn);

        // The session's memory goes back on its stream, so that the stream goes last.
        OrtLibrary.Api->ReleaseSession(pointer);
        lane?.Dispose();
    }
}

internal sealed unsafe class OrtSessionOptionsHandle(nint pointer) : OrtHandle(pointer)
{
    protected override void Release(nint pointer) => OrtLibrary.Api->ReleaseSessionOptions(pointer);
}

internal sealed unsafe class OrtRunOptionsHandle(nint pointer) : OrtHandle(pointer)
{
    protected override void Release(nint pointer) => OrtLibrary.Api->ReleaseRunOptions(pointer);
}

internal sealed unsafe class OrtMemoryInfoHandle(nint pointer) : OrtHandle(pointer)
{
    protected override void Release(nint pointer) => OrtLibrary.Api->ReleaseMemoryInfo(pointer);
}

internal sealed unsafe class OrtTypeInfoHandle(nint pointer) : OrtHandle(pointer)
{
    protected override void Release(nint pointer) => OrtLibrary.Api->ReleaseTypeInfo(pointer);
}

internal sealed unsafe class OrtMetadataHandle(nint pointer) : OrtHandle(pointer)
{
    protected override void Release(nint pointer) => OrtLibrary.Api->ReleaseModelMetadata(pointer);
}

internal sealed unsafe class OrtCudaOptionsHandle(nint pointer) : OrtHandle(pointer)
{
    protected override void Release(nint pointer) => OrtLibrary.Api->ReleaseCUDAProviderOptions(pointer);
}

internal sealed unsafe class OrtTensorRtOptionsHandle(nint pointer) : OrtHandle(pointer)
{
    protected override void Release(nint pointer) => OrtLibrary.Api->ReleaseTensorRTProviderOptions(pointer);
}
