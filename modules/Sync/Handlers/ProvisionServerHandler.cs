using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Provisioning;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>The account before its databases, so that whoever is let in is there; what is only advice comes last.</summary>
internal sealed class ProvisionServerHandler(IMediator mediator, ServerDoor door, TimeProvider time) : IRequestHandler<ProvisionServer, ServerProvision>
{
    public async Task<ServerProvision> Handle(ProvisionServer request, CancellationToken cancellationToken)
    {
        var address = RemoteAddress.Parse($"{request.Server.TrimEnd('/')}/{request.Database}") with { Connection = request.Connection };
        ConnectionRules.Check(address.Server, request.Connection, token: null);
        if (!request.CheckOnly && request is { Password: null, ServerPassword: null })
        {
            throw new UsageException("PasswordMissing", "An account cannot be made without a password.", "Give the owner's password, or the one that the server is to know.");
        }

        using var derived = await DeriveAsync(request, cancellationToken);
        using var client = await door.EnterAsync(address, request.Admin, request.AdminPassword, cancellationToken);
        var visit = new ServerVisit(client, request.CheckOnly);
        var isApache = await ServerBasics.RunAsync(visit, time, cancellationToken);
        await new UserStep(visit, door, address, request.User).RunAsync(request.ServerPassword ?? derived, request.ReplacePassword, cancellationToken);
        await DatabaseStep.RunAsync(visit, address.Database, request.User, cancellationToken);
        await DatabaseStep.RunAsync(visit, address.BlobDatabase, request.User, cancellationToken);
        if (isApache)
        {
            await OwnPasswordCheck.RunAsync(visit, cancellationToken);
            await SettingsCheck.RunAsync(visit, cancellationToken);
        }

        return new(address.ToString(), visit.Findings);
    }

    private async Task<Secret?> DeriveAsync(ProvisionServer request, CancellationToken cancellationToken)
    {
        if (request.Password is null)
        {
            return null;
        }

        var login = await mediator.Send(new BeginLogin(request.User, request.Database, request.Password) { SecretKey = request.SecretKey }, cancellationToken);
        await mediator.Send(new EndLogin(login.Number), cancellationToken);
        return login.ServerPassword;
    }
}
