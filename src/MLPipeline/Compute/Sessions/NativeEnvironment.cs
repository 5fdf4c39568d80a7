using System.Runtime.InteropServices;

namespace MLPipeline.Compute;

/// <summary>
/// The environment as native libraries see it. .NET keeps a copy of its own: what
/// <see cref="Environment.SetEnvironmentVariable(string, string?)"/> changes on Linux, <c>getenv</c> never sees.
/// </summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable in the copy of .NET and in that of the C library.</summary>
    public static void Set(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        var failed = OperatingSystem.IsWindows() ? PutEnvironment(name, value) : SetEnvironment(name, value, 1);
        if (failed != 0)
        {
            throw new InvalidOperationException($"The environment variable {name} cannot be set (error {failed}).");
        }
    }

    /// <summary>The value that the C library sees; null if there is none.</summary>
    public static string? Get(string name) => OperatingSystem.IsWindows()
        ? Environment.GetEnvironmentVariable(name)
        : Marshal.PtrToStringUTF8(GetEnvironment(name));

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetEnvironment(string name);

    [LibraryImport("ucrtbase", EntryPoint = "_putenv_s", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int PutEnvironment(string name, string value);
}
