using System.Globalization;
using MLPipeline.Compute;
using MLPipeline.Featurization;
using static Tensorflow.Binding;

namespace MLPipeline.TensorFlow;

/// <summary>
/// The native library as a whole: which GPU it may see, and what it says of itself. ML.NET has no options for it, so all
/// is said by environment variables, which the library reads once, at its first call.
/// </summary>
internal static class TensorFlowLibrary
{
    private const string VisibleDevices = "CUDA_VISIBLE_DEVICES";

    private static readonly Lock Gate = new();
    private static bool PreparedOnce;
    private static int? ChosenGpu;

    /// <summary>To be called before anything else is asked of TensorFlow. What the user's own environment says stays as it is.</summary>
    /// <returns>Whether the process has this GPU, if it has any: the choice is made once.</returns>
    public static bool Prepare(int? gpuDevice)
    {
        lock (Gate)
        {
            if (!PreparedOnce)
            {
                // Errors only; it would else tell of every CUDA library that is missing, which is doctor's business.
                SetDefault("TF_CPP_MIN_LOG_LEVEL", "2");

                // Without this the first session takes nearly all memory of the GPU.
                SetDefault("TF_FORCE_GPU_ALLOW_GROWTH", "true");

                // On a card that is newer than the library its kernels are compiled at first use, for minutes: keep them all.
                SetDefault("CUDA_CACHE_MAXSIZE", "4294967296");
                if (gpuDevice is { } device)
                {
                    NativeEnvironment.Set(VisibleDevices, device.ToString(CultureInfo.InvariantCulture));
                }

                (PreparedOnce, ChosenGpu) = (true, gpuDevice);
            }

            return gpuDevice is null || gpuDevice == ChosenGpu;
        }
    }

    /// <summary>Version and devices.</summary>
    /// <exception cref="DllNotFoundException">The library cannot be loaded.</exception>
    public static RuntimeDevices Ask(int? gpuDevice)
    {
        Prepare(gpuDevice);
        try
        {
            var devices = tf.config.list_physical_devices();
            return new(
                tf.VERSION,
                [.. devices.Select(d => d.DeviceName[(d.DeviceName.LastIndexOf("device:", StringComparison.Ordinal) + "device:".Length)..])],
                devices.Any(d => d.DeviceType == "GPU"));
        }
        catch (TypeInitializationException error) when (error.GetBaseException() is DllNotFoundException missing)
        {
            throw missing;
        }
    }

    private static void SetDefault(string name, string value)
    {
        if (NativeEnvironment.Get(name) is null)
        {
            NativeEnvironment.Set(name, value);
        }
    }
}
