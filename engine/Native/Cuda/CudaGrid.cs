namespace Sluice.Native.Cuda;

/// <summary>How often a kernel runs: blocks in three directions, of threads in two.</summary>
/// <param name="BlocksX">Blocks across.</param>
/// <param name="BlocksY">Blocks down.</param>
/// <param name="BlocksZ">Blocks deep.</param>
/// <param name="ThreadsX">Threads of a block across.</param>
/// <param name="ThreadsY">Threads of a block down.</param>
public readonly record struct CudaGrid(uint BlocksX, uint BlocksY, uint BlocksZ, uint ThreadsX, uint ThreadsY)
{
    /// <summary>Covers a plane a layer with blocks of 32 x 8 threads: a warp writes neighbouring samples.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="layers">Layers.</param>
    public static CudaGrid Over(int width, int height, int layers)
    {
        const int Across = 32, Down = 8;
        return new((uint)((width + Across - 1) / Across), (uint)((height + Down - 1) / Down), (uint)layers, Across, Down);
    }
}
