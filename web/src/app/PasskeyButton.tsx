/** Signs in with a passkey, or answers the second step of a sign-in with one. */
import { KeyOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { api, got } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { SignInAnswer } from "@/api/types";
import { answerWithPasskey, passkeysWorkAt } from "@/features/organisation/account/ceremony";
import { problemText, useWords } from "@/ui/words";

interface PasskeyButtonProps {
  /** Of a sign-in that wants a second factor; without one it begins a sign-in. */
  challenge?: string;
  onAnswer: (answer: SignInAnswer) => void;
}

export function PasskeyButton({ challenge, onAnswer }: PasskeyButtonProps) {
  const t = useWords("common");
  const signIn = useMutation({
    mutationFn: async () => {
      const offered = await got(api.POST("/api/v1/sign-in-steps/passkey-offers", { body: { challenge } }));
      const credential = await answerWithPasskey(offered);
      const body = { challenge: offered.challenge, credential };
      return got<SignInAnswer>(api.POST("/api/v1/sign-in-steps/passkey", { body }));
    },
    onSuccess: onAnswer,
  });
  if (!passkeysWorkAt()) return null;
  return (
    <div>
      {signIn.isError && (
        <p className="sign-in-problem" role="alert">
          {problemText(asProblem(signIn.error))}
        </p>
      )}
      <Button
        block
        size="large"
        icon={<KeyOutlined aria-hidden />}
        loading={signIn.isPending}
        onClick={() => signIn.mutate()}
      >
        {t("sign_in.passkey")}
      </Button>
    </div>
  );
}
