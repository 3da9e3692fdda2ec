namespace Sluice.Native.Cuda;

/// <summary>A CUDA device.</summary>
/// <param name="Index">Its number, as in <c>cuda:0</c>.</param>
/// <param name="Name">As the driver calls it.</param>
/// <param name="Major">Compute capability before the dot.</param>
/// <param name="Minor">Compute capability after the dot.</param>
/// <param name="MemoryBytes">Its memory.</param>
public sealed record CudaDevice(int Index, string Name, int Major, int Minor, long MemoryBytes);
