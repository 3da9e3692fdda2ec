namespace Sluice.Tests;

/// <summary>A test on Chromium's Vulkan driver without a GPU (SwiftShader), which is all that WebGPU needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VulkanFactAttribute : FactAttribute
{
    public VulkanFactAttribute()
    {
        if (Driver == null) Skip = "needs SwiftShader, Chromium's Vulkan driver (apt install chromium-common libvulkan1)";
    }

    /// <summary>What names it to Vulkan's loader, by <c>VK_ICD_FILENAMES</c>; null where there is none.</summary>
    public static string? Driver { get; } = new[] { "/usr/lib/chromium", "/opt/google/chrome" }
        .Select(static folder => Path.Combine(folder, "vk_swiftshader_icd.json")).FirstOrDefault(File.Exists);
}
