using System.Runtime.InteropServices;

namespace MLPipeline.Featurization;

/// <summary>The NVIDIA driver, as far as it can be seen without one of its libraries.</summary>
internal static class NvidiaDriver
{
    private const string VersionFile = "/proc/driver/nvidia/version";

    // Windows Subsystem for Linux passes the driver of Windows through, without a kernel module of its own.
    private const string WslDevice = "/dev/dxg";

    /// <summary>Whether the driver is there; without it no runtime needs to be asked for a GPU.</summary>
    public static bool IsLoaded { get; } =
        File.Exists(VersionFile) || File.Exists(WslDevice) || (OperatingSystem.IsWindows() && CanLoad("nvcuda.dll"));

    /// <summary>What the kernel module says of itself; null where there is none.</summary>
    public static string? KernelModule => File.Exists(VersionFile) ? File.ReadLines(VersionFile).First() : null;

    private static bool CanLoad(string library)
    {
        var found = NativeLibrary.TryLoad(library, out var handle);
        if (found)
        {
            NativeLibrary.Free(handle);
        }

        return found;
    }
}
